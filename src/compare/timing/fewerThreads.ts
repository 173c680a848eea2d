import type { ArmName } from '../../model/arm.ts';
import type { Design } from '../../model/design.ts';
import type { Doubt } from '../../model/reason.ts';
import { eventCount } from '../../model/serverFacts.ts';
import { median } from '../statistics/averages.ts';
import { cpuEvent } from './families.ts';
import type { CaseSamples, Pair } from './pairing.ts';
import { isClocked, threadsAtATime, waitShare } from './runningTime.ts';

/**
 * Whether a busy machine hides what fewer threads cost. Where other work takes the cores, a query of two threads is no quicker than one of one
 * thread; on a quiet machine it would be. So a candidate of fewer threads proves nothing while the baseline waits for cores, unless its CPU time falls
 * as its threads do. Times tell no more there: without the waits they are noisier than the margin is wide.
 *
 * @param margin beyond which CPU time over threads is longer
 */
export function fewerThreads(
  samples: CaseSamples,
  margin: number,
  { clock, clockNoise }: Design,
): readonly Extract<Doubt, { kind: 'fewerThreads' }>[] {
  if (isClocked(samples)) return [];
  const pairs = samples.screening.flatMap(({ pair }) => pair ?? []);
  if (pairs.length === 0) return [];
  const threads = (arm: ArmName): number => median(pairs.map((pair) => threadsAtATime(pair[arm])));
  const [before, after] = [threads('baseline'), threads('candidate')];
  if (after * (1 + clock.parallelChange) >= before) return [];
  const waited = waitShare(new Map([[samples.caseId, samples]]), { minPairs: pairs.length }, 'baseline');
  if (waited <= clockNoise.waitShareOfFew) return [];
  const cpu = { baseline: cpuOf(pairs, 'baseline'), candidate: cpuOf(pairs, 'candidate') };
  // Work that was not counted, as of less than a tick, is not known to be less.
  const isLessWork = cpu.candidate > 0 && cpu.candidate / after <= ((1 + margin) * cpu.baseline) / before;
  return isLessWork ? [] : [{ kind: 'fewerThreads', threads: { baseline: before, candidate: after }, waited }];
}

/** In all pairs together, since it may be counted in ticks. */
function cpuOf(pairs: readonly Pair[], arm: ArmName): number {
  return pairs.reduce((sum, pair) => sum + (eventCount(pair[arm].events, cpuEvent) ?? 0), 0);
}
