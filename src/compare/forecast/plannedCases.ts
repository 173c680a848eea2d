import type { RunPlan } from '../../model/run.ts';
import type { Milliseconds } from '../../model/units.ts';
import { median } from '../statistics/averages.ts';
import { pairsFor } from '../timing/looks.ts';
import { type LookChances, type Spread, screeningChances } from './chances.ts';
import { type CaseNoise, type MeasuredNoise, pairMs } from './noise.ts';

/** A case as a plan sees it: how noisy it is, how long it takes, when it is decided. */
export interface Planned {
  readonly caseId: string;
  readonly known: boolean;
  readonly spread: Spread;
  readonly pairMs: Milliseconds;
  /** Reading its results and warming up. */
  readonly startMs: Milliseconds;
  readonly looks: readonly LookChances[];
  /** After which the first stage gives it up. */
  readonly mostPairs: number;
}

/** A case of which nothing is known is taken for the median one. */
export function plannedCases(
  plan: RunPlan,
  { cases, borrowedDf }: MeasuredNoise,
  digestAttempts: number,
): readonly Planned[] {
  const usual = usualNoise([...cases.values()]);
  return plan.caseIds.map((caseId) => {
    const own = cases.get(caseId) ?? usual;
    const spread = { variance: own.variance, borrowedDf };
    const bothArms = own.armMs.baseline + own.armMs.candidate;
    const mostPairs = pairsFor(bothArms, plan);
    const warm = Math.max(1, plan.warmups - digestAttempts) * pairMs(own, plan);
    return {
      caseId,
      known: cases.has(caseId),
      spread,
      pairMs: pairMs(own, plan),
      startMs: digestAttempts * bothArms + warm,
      looks: screeningChances(spread, { ...plan, maxPairs: mostPairs }),
      mostPairs,
    };
  });
}

function usualNoise(cases: readonly CaseNoise[]): CaseNoise {
  const of = (value: (one: CaseNoise) => number): number => median(cases.map(value));
  return {
    variance: of((one) => one.variance),
    armMs: { baseline: of((one) => one.armMs.baseline), candidate: of((one) => one.armMs.candidate) },
  };
}

const undecided = { equivalent: 0, suspect: 0 };

/** What is decided after so many pairs. */
export function chancesAt({ looks }: Planned, pairs: number): Pick<LookChances, 'equivalent' | 'suspect'> {
  return looks.findLast((look) => look.pairs <= pairs) ?? undecided;
}

/** Share of such cases that have a pair in this round, counted from 1. */
export function openShare(one: Planned, round: number): number {
  if (round > one.mostPairs) return 0;
  const { equivalent, suspect } = chancesAt(one, round - 1);
  return 1 - equivalent - suspect;
}

/** Pairs of the first stage, when it ends after so many rounds. */
export function pairsOf(one: Planned, rounds: number): number {
  return sum(Array.from({ length: rounds }, (_, round) => openShare(one, round + 1)));
}

/** Its time in the first stage, when that ends after so many rounds. */
export function firstStageMs(one: Planned, rounds: number): Milliseconds {
  return one.startMs + pairsOf(one, rounds) * one.pairMs;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
