import { median } from 'simple-statistics';
import type { Plan } from '../model/run.ts';
import type { Milliseconds, Ratio } from '../model/units.ts';
import {
  chanceEquivalent,
  type LookChances,
  pairsToRefute,
  pairsToSettle,
  plannedSmallest,
  type Spread,
  screeningChances,
} from './chances.ts';
import { confirmationLooks } from './looks.ts';
import { type CaseNoise, type MeasuredNoise, pairMs } from './noise.ts';

/** What is to be expected of one case, if it did not change. */
export interface CaseForecast {
  readonly caseId: string;
  /** False: nothing was measured of it, and it is taken to be as the median case. */
  readonly known: boolean;
  /** Standard deviation of the log ratio of a pair. */
  readonly noise: number;
  readonly pairs: number;
  readonly ms: Milliseconds;
  /** The smallest slowdown found with a chance of 80%; null when no case gets as far as a finding. */
  readonly smallestVisible: Ratio | null;
  /** Chance that it is proved equivalent. */
  readonly settled: number;
  /** Pairs that would prove it equivalent with a chance of 80%; null when 10,000 would not. */
  readonly pairsToSettle: number | null;
}

export interface Forecast {
  readonly cases: readonly CaseForecast[];
  readonly pairs: number;
  readonly ms: Milliseconds;
  /** Pairs of the first stage that the budget has room for; the plan's limit without one. */
  readonly reachedPairs: number;
  /** Fresh pairs of the second stage that it has room for then. */
  readonly confirmationPairs: number;
  /** Time of a run in which every case has its first look; a budget below it decides nothing. */
  readonly firstLookMs: Milliseconds;
}

/** Shares of a time budget as `measure` keeps to them. */
export interface BudgetShares {
  readonly screening: number;
  readonly digests: number;
}

interface Planned {
  readonly caseId: string;
  readonly known: boolean;
  readonly spread: Spread;
  readonly pairMs: Milliseconds;
  /** Reading its results and warming up. */
  readonly startMs: Milliseconds;
  readonly looks: readonly LookChances[];
}

/**
 * What a comparison by this plan can see and how long it takes, from noise measured before. An estimate: looks are
 * taken as if they told the same of a case as all their pairs do, and a case that changed takes longer.
 */
export function forecast(plan: Plan, noise: MeasuredNoise, shares: BudgetShares, digestAttempts: number): Forecast {
  const planned = plannedCases(plan, noise, digestAttempts);
  const first = screeningSpan(planned, plan, noise, shares);
  const suspects = Math.max(1, Math.round(sum(planned.map((one) => chancesAt(one, first.rounds).suspect))) + 1);
  const left = (plan.budgetMs ?? Number.POSITIVE_INFINITY) - first.ms;
  const confirmation = confirmationReach(planned, plan, suspects, left);
  const reach = { screening: first.rounds, confirmation, suspects };
  const cases = planned.map((one): CaseForecast => {
    const { suspect } = chancesAt(one, first.rounds);
    const pairs = pairsOf(one, first.rounds) + suspect * Math.min(confirmation, pairsToRefute(one.spread, plan));
    return {
      caseId: one.caseId,
      known: one.known,
      noise: Math.sqrt(one.spread.variance),
      pairs,
      ms: one.startMs + pairs * one.pairMs + suspect * warmupsToRefute(one, plan),
      smallestVisible: plannedSmallest(one.spread, plan, reach),
      settled: first.rounds < plan.minPairs ? 0 : chanceEquivalent(one.spread, first.rounds, plan.margin),
      pairsToSettle: pairsToSettle(one.spread, plan),
    };
  });
  const total = first.ms + sum(cases.map((one, i) => one.ms - firstStageMs(planned[i], first.rounds)));
  return {
    cases,
    pairs: sum(cases.map((one) => one.pairs)),
    ms: Math.min(total, plan.budgetMs ?? total),
    reachedPairs: first.rounds,
    confirmationPairs: confirmation,
    firstLookMs: firstLookMs(planned, plan, noise) / shares.screening,
  };
}

function plannedCases(plan: Plan, { cases, borrowedDf }: MeasuredNoise, digestAttempts: number): readonly Planned[] {
  const usual = usualNoise([...cases.values()]);
  return plan.caseIds.map((caseId) => {
    const own = cases.get(caseId) ?? usual;
    const spread = { variance: own.variance, borrowedDf };
    const bothArms = own.armMs.baseline + own.armMs.candidate;
    const warm = Math.max(1, plan.warmups - digestAttempts) * pairMs(own, plan);
    return {
      caseId,
      known: cases.has(caseId),
      spread,
      pairMs: pairMs(own, plan),
      startMs: digestAttempts * bothArms + warm,
      looks: screeningChances(spread, plan),
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
function chancesAt({ looks }: Planned, pairs: number): Pick<LookChances, 'equivalent' | 'suspect'> {
  return looks.findLast((look) => look.pairs <= pairs) ?? undecided;
}

/** Share of such cases that have a pair in this round, counted from 1. */
function openShare(one: Planned, round: number): number {
  const { equivalent, suspect } = chancesAt(one, round - 1);
  return 1 - equivalent - suspect;
}

/** Pairs of the first stage, when it ends after so many rounds. */
function pairsOf(one: Planned, rounds: number): number {
  return sum(Array.from({ length: rounds }, (_, round) => openShare(one, round + 1)));
}

function firstStageMs(one: Planned | undefined, rounds: number): Milliseconds {
  return one === undefined ? 0 : one.startMs + pairsOf(one, rounds) * one.pairMs;
}

/** Rounds that fit into the budget's share of the first stage, and its time from the start of the run. */
function screeningSpan(
  planned: readonly Planned[],
  plan: Plan,
  noise: MeasuredNoise,
  shares: BudgetShares,
): { readonly rounds: number; readonly ms: Milliseconds } {
  const budget = plan.budgetMs ?? Number.POSITIVE_INFINITY;
  let ms = startOf(planned, budget * shares.digests);
  let rounds = 0;
  while (rounds < plan.maxPairs) {
    const next = roundMs(planned, rounds + 1, plan, noise);
    if (ms + next > budget * shares.screening) break;
    ms += next;
    rounds++;
  }
  return { rounds, ms };
}

function startOf(planned: readonly Planned[], most: Milliseconds): Milliseconds {
  return Math.min(most, sum(planned.map((one) => one.startMs)));
}

function roundMs(planned: readonly Planned[], round: number, plan: Plan, noise: MeasuredNoise): Milliseconds {
  const open = planned.map((one) => openShare(one, round));
  const pairs = sum(planned.map((one, i) => one.pairMs * (open[i] ?? 0)));
  return pairs / plan.concurrency + Math.min(1, sum(open)) * noise.betweenRoundsMs;
}

function firstLookMs(planned: readonly Planned[], plan: Plan, noise: MeasuredNoise): Milliseconds {
  const rounds = Array.from({ length: plan.minPairs }, (_, round) => roundMs(planned, round + 1, plan, noise));
  return startOf(planned, Number.POSITIVE_INFINITY) + sum(rounds);
}

/** Fresh pairs that every suspect has at the last look for which there is time. */
function confirmationReach(planned: readonly Planned[], plan: Plan, suspects: number, left: Milliseconds): number {
  const usual = planned.length === 0 ? 0 : sum(planned.map((one) => one.pairMs)) / planned.length;
  const costOf = (pairs: number, looks: number): Milliseconds =>
    suspects * usual * (pairs + looks * plan.confirmationSessions * plan.warmups);
  const affordable = confirmationLooks(plan).filter((look, index) => costOf(look.pairs, index + 1) <= left);
  return affordable.at(-1)?.pairs ?? 0;
}

/** Unmeasured executions at the start of the fresh sessions of a look or two. */
function warmupsToRefute(one: Planned, plan: Plan): Milliseconds {
  return plan.confirmationSessions * plan.warmups * one.pairMs;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
