import type { Ratio, Unit } from './units.ts';

export interface Interval {
  readonly low: Ratio;
  readonly high: Ratio;
  /** Nominal coverage of [low, high], for instance 0.9. */
  readonly level: number;
}

/** A claim on many cases is a verdict of its own: an interval of 90% would be wrong in every tenth, and it is to be wrong in every hundredth. */
const sureOfMany = 0.1;

/**
 * Whether a change of many cases may be claimed. An interval that is corrected for several candidates leaves less out, and then less chance is
 * enough for no claim.
 * @param pValue two-sided, of no change
 * @param level nominal coverage of the interval: 0.9 asks for a chance of 0.01 at most, 0.95 for 0.005
 */
export function isSureOfMany(pValue: number, level: number): boolean {
  return pValue <= sureOfMany * (1 - level) + 1e-12;
}

/** A candidate/baseline ratio over many cases. Its interval is null with too few rounds, and a point for exact counters. */
export interface SuiteRatio {
  readonly ratio: Ratio;
  readonly interval: Interval | null;
  /** Two-sided, of no change at all; null without an interval. A sentence that claims a change asks for more than the interval. */
  readonly pValue: number | null;
}

/** Σ weight × cost of one execution, in each arm. With weights of executions a day, that is the cost of a day. */
export interface SuiteCost extends SuiteRatio {
  /** `running_time`: time as each case is judged, there where a case is judged by running time. */
  readonly metric: 'running_time' | 'server_time' | 'cpu_time' | 'read_bytes';
  readonly label: string;
  readonly unit: Unit;
  readonly baseline: number;
  readonly candidate: number;
  /** Cases that are summed. */
  readonly cases: number;
  /** Of running time: those among them whose server time is summed, since it is what they are judged by. Absent: none. */
  readonly byServerTime?: number;
}

/** A case that no figure covers, and why. */
export interface LeftOut {
  readonly caseId: string;
  readonly reason: string;
}

/** What many cases cost together. */
export interface SuiteFigures {
  /** Cases that the geometric mean covers. */
  readonly cases: number;
  /** All cases of the workload or group. */
  readonly of: number;
  /** Rounds of the first stage that the figures are made of. */
  readonly rounds: number;
  /** Of the ratios of time, as each case is judged; null when no case has one. */
  readonly geometricMean: SuiteRatio | null;
  /** Running time where it decides, server time, CPU time, bytes read; those that cannot be compared are left away. */
  readonly costs: readonly SuiteCost[];
  readonly leftOut: readonly LeftOut[];
}

/** The cases that share a value of a tag. */
export interface SuiteGroup extends SuiteFigures {
  readonly tag: string;
  /** Null: the cases without this tag. */
  readonly value: string | null;
}

export interface Suite {
  readonly whole: SuiteFigures;
  /** In the order of the tags; within a tag the largest weighted server time of the baseline first. */
  readonly groups: readonly SuiteGroup[];
}
