import type { ArmDescription, RunArm } from './arm.ts';
import type { CheapestChoice } from './cheapest.ts';
import type { ComparisonReport, PublishedReport } from './comparison.ts';
import { type GateRules, gateOutcome } from './gateOutcome.ts';
import type { RunStatus } from './run.ts';
import type { EpochMs } from './units.ts';
import type { GateOutcome } from './verdictKind.ts';

/** One candidate of several beside the baseline. */
export interface ArmComparison<Report = ComparisonReport> {
  readonly arm: RunArm;
  /** What the user calls it. */
  readonly label: string;
  readonly report: Report;
}

/** A baseline and what is compared with it, measured in blocks of all of them. */
export interface ArmsReport<Report = ComparisonReport> {
  readonly schemaVersion: 1;
  readonly kind: 'arms';
  readonly runId: string;
  readonly startedAt: EpochMs;
  readonly status: RunStatus;
  /** The baseline first; as they were described before the first execution. */
  readonly arms: readonly ArmDescription<RunArm>[];
  /** What the user calls the baseline. */
  readonly baseline: string;
  readonly comparisons: readonly ArmComparison<Report>[];
  /** There where an arm has a price, or executions have. */
  readonly cheapest?: CheapestChoice;
}

/** As JSON has it. */
export type PublishedArms = ArmsReport<PublishedReport>;

/** Worst first: what is not all there, then what is wrong, then what is open. */
const worstFirst: readonly GateOutcome[] = [
  'interrupted',
  'invalid',
  'resultsDiffer',
  'regression',
  'undecided',
  'passed',
];

/** The outcome of several comparisons: that of the worst of them. */
export function armsOutcome({ comparisons }: Pick<ArmsReport, 'comparisons'>, rules: GateRules): GateOutcome {
  const outcomes = new Set(comparisons.map(({ report }) => gateOutcome(report, rules)));
  return worstFirst.find((one) => outcomes.has(one)) ?? 'invalid';
}
