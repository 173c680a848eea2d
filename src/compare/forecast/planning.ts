import type { RunPlan } from '../../model/run.ts';
import type { Milliseconds, Ratio } from '../../model/units.ts';
import { confirmationLooks } from '../timing/looks.ts';
import { chanceEquivalent, pairsToRefute, pairsToSettle, plannedSmallest } from './chances.ts';
import type { MeasuredNoise } from './noise.ts';
import { chancesAt, firstStageMs, openShare, type Planned, pairsOf, plannedCases, sum } from './plannedCases.ts';

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
  /** Pairs of the first stage that the budget has room for; without one, those of the case that has most. */
  readonly reachedPairs: number;
  /** Fresh pairs of the second stage that it has room for then. */
  readonly confirmationPairs: number;
  /** Time of a run in which every case has its first look; a budget below it decides nothing. */
  readonly firstLookMs: Milliseconds;
}

/** Shares of a time budget as `measure` keeps to them. */
export interface BudgetShares {
  /** Of the first stage at most, and at least where the suspects need the rest. */
  readonly screening: number;
  readonly leastScreening: number;
  readonly digests: number;
}

/**
 * What a comparison by this plan can see and how long it takes, from noise measured before. An estimate: looks are
 * taken as if they told the same of a case as all their pairs do, and a case that changed takes longer.
 */
export function forecast(plan: RunPlan, noise: MeasuredNoise, shares: BudgetShares, digestAttempts: number): Forecast {
  const planned = plannedCases(plan, noise, digestAttempts);
  const first = screeningSpan(planned, plan, noise, shares);
  const suspects = suspectsAfter(planned, first.rounds);
  const left = (plan.budgetMs ?? Number.POSITIVE_INFINITY) - first.ms;
  const confirmation = confirmationReach(planned, plan, suspects, left);
  const cases = planned.map((one): CaseForecast => {
    const { suspect } = chancesAt(one, first.rounds);
    const screening = Math.min(first.rounds, one.mostPairs);
    const reach = { screening, confirmation, suspects };
    const pairs = pairsOf(one, first.rounds) + suspect * Math.min(confirmation, pairsToRefute(one.spread, plan));
    return {
      caseId: one.caseId,
      known: one.known,
      noise: Math.sqrt(one.spread.variance),
      pairs,
      ms: one.startMs + pairs * one.pairMs + suspect * warmupsToRefute(one, plan),
      smallestVisible: plannedSmallest(one.spread, plan, reach),
      settled: first.rounds < plan.minPairs ? 0 : chanceEquivalent(one.spread, screening, plan),
      pairsToSettle: pairsToSettle(one.spread, plan),
    };
  });
  const total = first.ms + sum(cases.map((one) => one.ms)) - sum(planned.map((one) => firstStageMs(one, first.rounds)));
  return {
    cases,
    pairs: sum(cases.map((one) => one.pairs)),
    ms: Math.min(total, plan.budgetMs ?? total),
    reachedPairs: first.rounds,
    confirmationPairs: confirmation,
    firstLookMs: firstLookMs(planned, plan, noise) / shares.screening,
  };
}

/** One that changed, and those that look so by luck. */
function suspectsAfter(planned: readonly Planned[], rounds: number): number {
  return Math.max(1, Math.round(sum(planned.map((one) => chancesAt(one, rounds).suspect))) + 1);
}

/** Rounds that fit into the budget's share of the first stage, and its time from the start of the run. */
function screeningSpan(
  planned: readonly Planned[],
  plan: RunPlan,
  noise: MeasuredNoise,
  shares: BudgetShares,
): { readonly rounds: number; readonly ms: Milliseconds } {
  const budget = plan.budgetMs ?? Number.POSITIVE_INFINITY;
  let ms = startOf(planned, budget * shares.digests);
  let rounds = 0;
  const most = Math.max(plan.maxPairs, ...planned.map((one) => one.mostPairs));
  while (rounds < most) {
    const next = roundMs(planned, rounds + 1, plan, noise);
    if (ms + next > budget * shares.screening) break;
    const isLookedAt = rounds >= plan.minPairs && ms > budget * shares.leastScreening;
    if (isLookedAt && budget - ms - next < confirmingMs(planned, plan, suspectsAfter(planned, rounds))) break;
    ms += next;
    rounds++;
  }
  return { rounds, ms };
}

function startOf(planned: readonly Planned[], most: Milliseconds): Milliseconds {
  return Math.min(most, sum(planned.map((one) => one.startMs)));
}

function roundMs(planned: readonly Planned[], round: number, plan: RunPlan, noise: MeasuredNoise): Milliseconds {
  const open = planned.map((one) => openShare(one, round));
  const pairs = sum(planned.map((one, i) => one.pairMs * (open[i] ?? 0)));
  return pairs / plan.concurrency + Math.min(1, sum(open)) * noise.betweenRoundsMs;
}

function firstLookMs(planned: readonly Planned[], plan: RunPlan, noise: MeasuredNoise): Milliseconds {
  const rounds = Array.from({ length: plan.minPairs }, (_, round) => roundMs(planned, round + 1, plan, noise));
  return startOf(planned, Number.POSITIVE_INFINITY) + sum(rounds);
}

/** Fresh pairs that every suspect has at the last look for which there is time. */
function confirmationReach(planned: readonly Planned[], plan: RunPlan, suspects: number, left: Milliseconds): number {
  const affordable = confirmationLooks(plan).filter(
    (_, index) => confirmingMs(planned, plan, suspects, index + 1) <= left,
  );
  return affordable.at(-1)?.pairs ?? 0;
}

/** What testing so many suspects takes, up to this look; undefined: to the last one. */
function confirmingMs(planned: readonly Planned[], plan: RunPlan, suspects: number, looks?: number): Milliseconds {
  const usual = planned.length === 0 ? 0 : sum(planned.map((one) => one.pairMs)) / planned.length;
  const taken = confirmationLooks(plan).slice(0, looks);
  const pairs = taken.at(-1)?.pairs ?? 0;
  return suspects * usual * (pairs + taken.length * plan.confirmationSessions * plan.warmups);
}

/** Unmeasured executions at the start of the fresh sessions of a look or two. */
function warmupsToRefute(one: Planned, plan: RunPlan): Milliseconds {
  return plan.confirmationSessions * plan.warmups * one.pairMs;
}
