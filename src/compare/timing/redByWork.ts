import type { RunPlan } from '../../model/run.ts';
import { armFacts } from '../counters/armValues.ts';
import { judgeWork, type WorkVerdict } from '../counters/counters.ts';
import type { CaseSamples } from './pairing.ts';
import type { Suspicion } from './screening.ts';

/**
 * Exact counters of work that make a case worse, whatever is measured of it later: they grew, and every execution ended well,
 * whole and with its facts. Null where they do not.
 */
export function redByWork(samples: CaseSamples, plan: Pick<RunPlan, 'margin' | 'design'>): WorkVerdict | null {
  const { baseline, candidate } = samples.tally;
  const flaws = [baseline, candidate].some((one) => one.missing + one.cut + one.failed + one.timedOut > 0);
  if (flaws) return null;
  const work = judgeWork(armFacts(samples), plan);
  return work.kind === 'grew' ? work : null;
}

/**
 * Whether fresh sessions could not change the verdict of a suspect: counters make it worse, in so many executions that one
 * which varies would have shown it, and its time is not suspected as faster, which alone would outweigh them. One whose
 * confirmation has begun goes on with it.
 */
export function needsNoConfirmation(
  samples: CaseSamples | undefined,
  suspicions: readonly Suspicion[],
  plan: RunPlan,
): boolean {
  if (samples === undefined || samples.confirmation.length > 0) return false;
  if (suspicions.some((one) => one.family === 'time' && one.direction === -1)) return false;
  const fewest = plan.design.observations.fewestExecutions;
  return plan.arms.every((arm) => samples.samples[arm].length >= fewest) && redByWork(samples, plan) !== null;
}
