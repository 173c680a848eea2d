import type { ArmName, PerArm } from '../../model/arm.ts';
import type { RunPlan } from '../../model/run.ts';
import { eventCount, type ServerFacts } from '../../model/serverFacts.ts';
import type { Microseconds } from '../../model/units.ts';
import { median } from '../statistics/averages.ts';
import { cpuEvent } from './families.ts';
import type { Attempt, CaseSamples, Pair } from './pairing.ts';
import { pairNoise } from './pairNoise.ts';
import { tickOf, withTicks } from './ticks.ts';

const realEvent = 'RealTimeMicroseconds';
export const waitEvent = 'OSCPUWaitMicroseconds';

/**
 * Server time less the share of it for which the query's threads were ready to run and waited for a core, in microseconds. Waits for a
 * disk, the network or a lock are in it. Null where the server does not count the time of threads, or counts
 * nothing but waits.
 *
 * The kernel may count waits in ticks, of 4 ms say, so that a short query can seem to have waited for longer than it ran: it ran for
 * no smaller share than its CPU time is of CPU time and waits. CPU time that is counted in ticks itself tells no such share.
 */
export function runningTime(
  { durationUs, events }: Pick<ServerFacts, 'durationUs' | 'events'>,
  cpuTickUs?: Microseconds,
): Microseconds | null {
  const real = eventCount(events, realEvent) ?? 0;
  if (real <= 0) return null;
  const wait = eventCount(events, waitEvent) ?? 0;
  const cpu = cpuTickUs === undefined ? (eventCount(events, cpuEvent) ?? 0) : 0;
  const ran = Math.max(1 - wait / real, cpu <= 0 ? 0 : cpu / (cpu + wait));
  return ran <= 0 ? null : Math.max(1, durationUs * ran);
}

/**
 * The cases as time is judged: by running time on a machine that is busy with other work, where waiting for a core is the noise of it; else
 * by server time, as they are.
 *
 * It is chosen by what all cases have in common, the share of waits in the pairs before the first look and, where cases are many, by which clock pairs
 * are quieter then; never by how the arms differ, nor by the noise of one case: the quieter of two clocks, chosen by the very pairs that are then
 * tested, makes a one-sided test of 5% one of 8%. A case keeps server time where its arms use their threads otherwise, since more threads may
 * wait for each other: that is its own doing, and no noise. So it does where one arm waits for a larger share than the other, as
 * threads of a lower priority do. So do arms on two machines, of which one may have too few cores.
 *
 * @param all the cases that tell how busy the machine is, where `cases` are others
 */
export function withClock(
  cases: ReadonlyMap<string, CaseSamples>,
  plan: RunPlan,
  all: ReadonlyMap<string, CaseSamples> = cases,
): ReadonlyMap<string, CaseSamples> {
  const known = withTicks(cases, plan, all);
  if (!leavesOutWaits(all === cases ? known : withTicks(all, plan, all), plan)) return known;
  return new Map([...known].map(([id, one]) => [id, byRunningTime(one, plan)]));
}

/** Whether a case is judged by running time. */
export function isClocked({ screening }: Pick<CaseSamples, 'screening'>): boolean {
  return screening.some(({ pair }) => pair?.runningUs !== undefined);
}

/** Whether a run's machine is so busy that time is judged without the waits for a core. */
function leavesOutWaits(cases: ReadonlyMap<string, CaseSamples>, plan: RunPlan): boolean {
  const { clock, clockNoise } = plan.design;
  const few = cases.size < clockNoise.fewestCases;
  const least = few ? clockNoise.waitShareOfFew : clock.waitShare;
  if (plan.oneMachine !== true || waitShare(cases, plan) <= least) return false;
  // Waits in ticks are told from none by CPU time, which has to be finer.
  if (tickOf(cases, plan, waitEvent) !== undefined && tickOf(cases, plan, cpuEvent) !== undefined) return false;
  // Other work lets both arms wait alike; of all cases together that is known well.
  return areAlike(ranShares(cases, plan), clock.parallelChange) && (few || isQuieter(cases, plan));
}

/** Whether pairs are less noisy by running time, before the first look and over all cases: one of many has hardly a say in it. */
function isQuieter(cases: ReadonlyMap<string, CaseSamples>, plan: RunPlan): boolean {
  const first = [...cases.values()].map((one) => ({ ...one, screening: one.screening.slice(0, plan.minPairs) }));
  const running = pairNoise(first, plan, (half, pair) => runningTime(half, pair.cpuTickUs));
  const server = pairNoise(first, plan, ({ durationUs }) => Math.max(durationUs, 1));
  return running !== null && server !== null && running < server;
}

/** Of the time of threads, the share for which they did not wait for a core, in each arm. */
function ranShares(cases: ReadonlyMap<string, CaseSamples>, plan: Pick<RunPlan, 'minPairs'>): PerArm<number> {
  return { baseline: 1 - waitShare(cases, plan, 'baseline'), candidate: 1 - waitShare(cases, plan, 'candidate') };
}

/** Whether both are above 0, and neither is larger than the other by more than this share. */
function areAlike({ baseline, candidate }: PerArm<number>, mostChange: number): boolean {
  return Math.min(baseline, candidate) > 0 && Math.abs(Math.log(candidate / baseline)) <= Math.log1p(mostChange);
}

/** Of the time of all threads, that waited for a core, in the pairs before the first look; 0 where it is not counted. */
export function waitShare(
  cases: ReadonlyMap<string, CaseSamples>,
  { minPairs }: Pick<RunPlan, 'minPairs'>,
  arm?: ArmName,
): number {
  let [wait, real] = [0, 0];
  for (const { screening } of cases.values())
    for (const { events } of screening.slice(0, minPairs).flatMap(({ pair }) => halvesOf(pair, arm))) {
      wait += eventCount(events, waitEvent) ?? 0;
      real += eventCount(events, realEvent) ?? 0;
    }
  return real === 0 ? 0 : wait / real;
}

function halvesOf(pair: Pair | null, arm?: ArmName): readonly ServerFacts[] {
  if (pair === null) return [];
  return arm === undefined ? [pair.baseline, pair.candidate] : [pair[arm]];
}

function byRunningTime(one: CaseSamples, plan: RunPlan): CaseSamples {
  const { parallelChange } = plan.design.clock;
  if (!threadsAlike(one.screening.slice(0, plan.minPairs), parallelChange)) return one;
  // A few pairs of one case tell less of waits than those of all.
  if (!areAlike(ranShares(new Map([[one.caseId, one]]), plan), 2 * parallelChange)) return one;
  const screening = one.screening.map(clocked);
  const confirmation = one.confirmation.map(clocked);
  // A clock that one execution lacks is no clock.
  const lacks = [...screening, ...confirmation].some(({ pair }) => pair !== null && pair.runningUs === undefined);
  return lacks ? one : { ...one, screening, confirmation };
}

function clocked(attempt: Attempt): Attempt {
  const { pair } = attempt;
  if (pair === null) return attempt;
  const [baseline, candidate] = [
    runningTime(pair.baseline, pair.cpuTickUs),
    runningTime(pair.candidate, pair.cpuTickUs),
  ];
  return baseline === null || candidate === null
    ? attempt
    : { ...attempt, pair: { ...pair, runningUs: { baseline, candidate } } };
}

/** Whether both arms keep about as many threads at a time: thread time over server time, the median of each arm. */
function threadsAlike(attempts: readonly Attempt[], mostChange: number): boolean {
  const pairs = attempts.flatMap(({ pair }) => pair ?? []);
  if (pairs.length === 0) return false;
  const of = (arm: ArmName): number => median(pairs.map((pair) => threadsAtATime(pair[arm])));
  return areAlike({ baseline: of('baseline'), candidate: of('candidate') }, mostChange);
}

/** Time of all threads over server time. */
export function threadsAtATime({ durationUs, events }: ServerFacts): number {
  return Math.max(eventCount(events, realEvent) ?? 0, 1) / Math.max(durationUs, 1);
}
