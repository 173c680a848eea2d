import type { Run } from '../src/model/run.ts';
import type { Sample } from '../src/model/sample.ts';
import { aPlan, aRun, aSample, facts } from '../test/unit/compare/builders.ts';
import { heavyTailed, mulberry32, normal } from './random.ts';

/** Two saved runs, simulated. Standard deviations are in log units. */
export interface SavedWorld {
  readonly seed: number;
  readonly cases: number;
  /** Of each run; 5 unless said. */
  readonly sessions?: number;
  /** Executions of a case in a session; 3 unless said. */
  readonly rounds?: number;
  /** Median over the cases of one execution's standard deviation; 3% unless said. */
  readonly noise?: number;
  /** What all cases of one session share; 3% unless said. */
  readonly machine?: number;
  /** What all cases of the candidate's run share, besides; 0 unless said. */
  readonly day?: number;
  /** What the candidate's run does to each case by itself; 0 unless said. */
  readonly interaction?: number;
  /** Share of cases that have a mode in each process; 5% unless said. */
  readonly modes?: number;
  /** True log change of the candidate's cost. */
  readonly shift?: (index: number) => number;
}

const spikeShare = 0.03;

/** Two sides of a case with modes differ by a standard deviation of 6%. */
const modeOfASide = 0.06 / Math.SQRT2;

/** A fifth of the cases that did not change are still off by up to 2%, as layouts and plans make them. */
export const nearlyNothing = (index: number): number => (index % 5 === 0 ? ((index % 9) - 4) / 200 : 0);

export function simulateSaved(world: SavedWorld): { readonly base: Run; readonly candidate: Run } {
  const random = mulberry32(world.seed);
  const traits = Array.from({ length: world.cases }, (_, i) => ({
    caseId: `case${i}`,
    center: Math.log(20_000) + normal(random),
    sigma: (world.noise ?? 0.03) * Math.exp(0.5 * normal(random)),
    shift: (world.shift ?? nearlyNothing)(i),
    moody: random() < (world.modes ?? 0.05),
  }));
  const plan = aPlan({ arms: ['baseline'], caseIds: traits.map((one) => one.caseId), seed: world.seed });
  const measure = (isCandidate: boolean): readonly Sample[] => {
    const samples: Sample[] = [];
    const day = isCandidate ? (world.day ?? 0) * normal(random) : 0;
    const own = traits.map((one) => (isCandidate ? one.shift + (world.interaction ?? 0) * normal(random) : 0));
    for (let session = 0; session < (world.sessions ?? 5); session++) {
      const machine = day + (world.machine ?? 0.03) * normal(random);
      const moods = traits.map((one) => (one.moody ? modeOfASide * normal(random) : 0));
      for (let round = 0; round < (world.rounds ?? 3); round++)
        for (const [i, { caseId, center, sigma }] of traits.entries()) {
          const level = center + machine + (moods[i] ?? 0) + (own[i] ?? 0);
          const noise = sigma * heavyTailed(random) + (random() < spikeShare ? random() : 0);
          const cpu = 0.9 * Math.exp(level + 0.7 * noise + 0.5 * sigma * heavyTailed(random));
          const events = { OSCPUVirtualTimeMicroseconds: Math.round(cpu) };
          const evidence = facts({ durationUs: Math.round(Math.exp(level + noise)), events });
          samples.push(aSample({ seq: samples.length, caseId, session, round, evidence }));
        }
    }
    return samples;
  };
  return {
    base: aRun({ id: 'base', plan, samples: measure(false) }),
    candidate: aRun({ id: 'candidate', plan, samples: measure(true) }),
  };
}

/** Server times of a run, case by case, in the order they ran. */
export function timesByCase({ samples }: Run): ReadonlyMap<string, readonly number[]> {
  const times = new Map<string, number[]>();
  for (const { caseId, evidence } of samples) {
    if (evidence?.kind !== 'facts') continue;
    times.set(caseId, [...(times.get(caseId) ?? []), evidence.durationUs]);
  }
  return times;
}
