import type { RunArm } from '../model/arm.ts';
import { type Mode, startsTogether } from '../model/mode.ts';
import { seededRandom, seedFrom, shuffled } from '../model/random.ts';
import type { RunPlan } from '../model/run.ts';
import type { ArmsByCase } from './decisions.ts';
import type { SampleRequest } from './executor.ts';
import { selfChecksOf } from './selfCheckCases.ts';

/** One case of a round, with the order of its arms: a pair, or a block of more arms than two. */
export interface PlannedPair {
  readonly caseId: string;
  readonly arms: readonly RunArm[];
}

const bothHalves: readonly RunArm[] = ['baseline', 'candidate'];

/**
 * One round: a pair of every open case, the cases shuffled. Inside a pair the order alternates AB, BA
 * with every pair the case has had (`pairsSoFar`), from a start drawn by the seed. Of more arms than two, two blocks have an
 * order drawn by the seed and its reverse, so that each candidate comes before the baseline as often as after it.
 *
 * @param needed arms that a case still needs; one that is not in it has all
 */
export function orderRound(
  plan: RunPlan<RunArm>,
  session: number,
  round: number,
  openCases: readonly string[],
  pairsSoFar: (caseId: string) => number,
  needed: ArmsByCase = new Map(),
): readonly PlannedPair[] {
  const random = seededRandom(seedFrom(plan.seed, 'round', session, round));
  const selfChecks = selfChecksOf(plan);
  return shuffled(openCases, random).map((caseId) => {
    const pairs = pairsSoFar(caseId);
    // Both halves of a self-check are the baseline, whichever candidates are left: one pair of them tells as much as a whole block.
    const arms = selfChecks.has(caseId) ? bothHalves : inBlock(plan, caseId, pairs >> 1, needed.get(caseId));
    const start = seedFrom(plan.seed, 'first arm', caseId) >>> 31;
    const flip = (start + pairs) % 2 === 1;
    return { caseId, arms: flip ? [...arms].reverse() : arms };
  });
}

function inBlock(
  { arms: all, seed }: RunPlan<RunArm>,
  caseId: string,
  nth: number,
  needed: ReadonlySet<RunArm> = new Set(all),
): readonly RunArm[] {
  const arms = all.filter((arm) => needed.has(arm));
  return arms.length <= 2 ? arms : shuffled(arms, seededRandom(seedFrom(seed, 'block', caseId, nth)));
}

/** Handing work to a thread costs about half a millisecond; next to this much work it does not matter. */
const batchMs = 50;

/**
 * Takes from the queue what a worker is handed at once: one pair, and after it as many as are known to be
 * short. Order is kept.
 *
 * @param expectedMs how long a pair of this case took last; undefined when it has not run yet
 */
export function takeBatch(
  queue: PlannedPair[],
  expectedMs: (caseId: string) => number | undefined,
): readonly PlannedPair[] {
  const costOf = (pair: PlannedPair): number => expectedMs(pair.caseId) ?? batchMs;
  const batch: PlannedPair[] = [];
  let cost = 0;
  for (let next = queue[0]; next !== undefined; next = queue[0]) {
    cost += costOf(next);
    if (batch.length > 0 && cost > batchMs) break;
    batch.push(next);
    queue.shift();
  }
  return batch;
}

/** The requests of a batch in order, those that are to start together in one group. */
export function startGroups(requests: readonly SampleRequest[]): readonly (readonly SampleRequest[])[] {
  const groups: SampleRequest[][] = [];
  for (const request of requests) {
    const last = groups.at(-1);
    if (request.withPrevious === true && last !== undefined) last.push(request);
    else groups.push([request]);
  }
  return groups;
}

/** The halves of a pair as they are sent: both at once where the mode says so, unless one server has to run both. */
export function pairStart(requests: readonly SampleRequest[], mode: Mode): readonly SampleRequest[] {
  if (!startsTogether(mode) || requests.some((one) => one.at !== undefined)) return requests;
  return requests.map((request, index) => (index === 0 ? request : { ...request, withPrevious: true }));
}
