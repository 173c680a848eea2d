import type { DigestReading, ResultRows } from '../model/answer.ts';
import type { PerArm, RunArm } from '../model/arm.ts';
import type { RowDifference } from '../model/rowDifference.ts';
import type { Sample } from '../model/sample.ts';

/** Arms of several that are measured no more. */
export type GoneArms = ReadonlySet<RunArm>;

/**
 * Decides which cases go on. Handed to the runner, which never judges. Every answer is a function of the
 * samples, and of the arms that went away, alone, so a resumed run goes on as if it had not stopped.
 */
export interface StopRule {
  /** Cases whose screening is not over. */
  screening(samples: readonly Sample<RunArm>[], gone: GoneArms): readonly string[];
  /** Rounds of these open cases after which one of them can be decided; absent: 1. */
  roundsToLook?(samples: readonly Sample<RunArm>[], open: readonly string[], gone: GoneArms): number;
  /** Suspects whose confirmation is not over, and what the next look asks of them. */
  confirmation(samples: readonly Sample<RunArm>[], gone: GoneArms): NextLook;
}

/** What the second stage does next. */
export interface NextLook {
  /** Suspects that are not decided. */
  readonly open: readonly string[];
  /** Rounds that each of its fresh sessions has. */
  readonly roundsPerSession: number;
  /** Looks until nothing is open whatever they show, this one included. */
  readonly looksLeft: number;
  /** The arms that are to be measured of a case; one that is not named has all of them. Absent: all of all. */
  readonly arms?: ArmsByCase;
}

/** Arms of several that a case still needs. */
export type ArmsByCase = ReadonlyMap<string, ReadonlySet<RunArm>>;

/** A fixed number of rounds in each of `sessions` sessions, for a run of one arm. */
export function fixedRounds(caseIds: readonly string[], rounds: number): StopRule {
  return {
    screening(samples) {
      const counts = new Map<string, number>();
      for (const one of samples) counts.set(one.caseId, (counts.get(one.caseId) ?? 0) + 1);
      return caseIds.filter((id) => (counts.get(id) ?? 0) < rounds);
    },
    confirmation: () => ({ open: [], roundsPerSession: 0, looksLeft: 0 }),
  };
}

/** A case whose plans are read; `profiled` asks for the time of its processors too, by one more execution an arm. */
export interface CaseToExplain {
  readonly caseId: string;
  readonly profiled: boolean;
}

/** Decides at the end of a run which cases have their plans read, most wanted first. Handed to the runner, which never judges. */
export type ExplainRule = (
  samples: readonly Sample<RunArm>[],
  digests: readonly DigestReading<RunArm>[],
) => readonly CaseToExplain[];

/** A case whose rows in the baseline are held against those of one candidate. */
export interface ComparedRows {
  readonly caseId: string;
  readonly arm: RunArm;
}

/** Which cases have the rows shown in which their results differ, and how. Handed to the runner, which never judges. */
export interface RowChoice {
  readonly casesOf: (digests: readonly DigestReading<RunArm>[]) => readonly ComparedRows[];
  /**
   * In which rows two results differ, as it is to be shown.
   *
   * @param totals rows of the whole results, for the case that not all were read
   * @param promised the baseline's rows in groups of those that tie, where it orders them
   */
  readonly difference: (
    results: PerArm<ResultRows>,
    totals: PerArm<number>,
    promised: ResultRows | undefined,
  ) => RowDifference;
}
