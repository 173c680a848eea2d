import { noiseModel } from '../../../calibration/noise.ts';
import * as calibration from '../../../calibration/simulate.ts';
import type { Attempt } from '../../../src/compare/timing/pairing.ts';
import type { RunPlan } from '../../../src/model/run.ts';
import type { Sample, Stage } from '../../../src/model/sample.ts';
import { aSample } from './builders.ts';

export interface World {
  readonly seed: number;
  /** Draws the noise of the same cases anew; absent: `seed` goes on. */
  readonly noiseSeed?: number;
  readonly cases: number;
  /** Median over the cases of the standard deviation of a side's log time. */
  readonly noise: number;
  /** True log change of the candidate's cost. */
  readonly shift: (index: number) => number;
  /** Share of cases that keep, for the life of a session, a mode of their own in each arm. */
  readonly modes?: number;
  readonly plan?: Partial<RunPlan>;
}

/** A simulated run through both stages, as the samples that a run file would hold. */
export function simulate(world: World): { readonly plan: RunPlan; readonly samples: readonly Sample[] } {
  const noise = { ...noiseModel('standard'), noise: world.noise, moody: world.modes ?? 0 };
  const { plan, cases } = calibration.simulate({ ...world, noise });
  const halves = [...cases.values()].flatMap(({ caseId, screening, confirmation }) => [
    ...screening.flatMap((one) => samplesOf(caseId, 'screening', one)),
    ...confirmation.flatMap((one) => samplesOf(caseId, 'confirmation', one)),
  ]);
  halves.sort((a, b) => a.session - b.session || a.round - b.round);
  return { plan, samples: halves.map((one, seq) => ({ ...one, seq, queryId: `q${seq}` })) };
}

function samplesOf(caseId: string, stage: Stage, { session, round, pair }: Attempt): readonly Sample[] {
  if (pair === null) return [];
  const half = (arm: 'baseline' | 'candidate') =>
    aSample({
      caseId,
      arm,
      stage,
      session,
      round,
      evidence: { ...pair[arm], durationUs: Math.round(pair[arm].durationUs) },
    });
  return round % 2 === 0 ? [half('baseline'), half('candidate')] : [half('candidate'), half('baseline')];
}
