import type { ArmName } from '../../model/arm.ts';
import type { Design } from '../../model/design.ts';
import type { Doubt } from '../../model/reason.ts';
import { median } from '../statistics/averages.ts';
import type { CaseSamples } from './pairing.ts';
import { isClocked, runningTime, threadsAtATime, waitShare } from './runningTime.ts';

/**
 * Whether a busy machine hides what fewer threads cost. Where other work takes the cores, a query of two threads is no quicker than one of one
 * thread; on a quiet machine it would be. So a candidate of fewer threads, which takes as long while the baseline waits for cores, and takes
 * longer without the waits, proves nothing. Running time is no clock between arms that use their threads otherwise, and it is good enough for a doubt.
 *
 * @param margin beyond which the candidate's running time is longer
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
  const ratios = pairs.flatMap(({ baseline, candidate, cpuTickUs }) => {
    const [one, other] = [runningTime(baseline, cpuTickUs), runningTime(candidate, cpuTickUs)];
    return one === null || other === null ? [] : [other / one];
  });
  const running = ratios.length === 0 ? Number.POSITIVE_INFINITY : median(ratios);
  return running <= 1 + margin
    ? []
    : [{ kind: 'fewerThreads', threads: { baseline: before, candidate: after }, waited }];
}
