import { screeningLooks } from '../../../src/compare/looks.ts';
import { createStopRule } from '../../../src/compare/stopRule.ts';
import type { ArmName, Plan, Sample, Stage } from '../../../src/model/run.ts';
import { aPlan, aSample, facts } from './builders.ts';
import { heavyTailed, mulberry32, normal } from './mulberry32.ts';

export interface World {
  readonly seed: number;
  readonly cases: number;
  /** Median over the cases of the standard deviation of a side's log time. */
  readonly noise: number;
  /** True log change of the candidate's cost. */
  readonly shift: (index: number) => number;
  /** Share of cases that keep, for the life of a session, a mode of their own: 6% between the sides. */
  readonly modes?: number;
  readonly plan?: Partial<Plan>;
}

const spikeShare = 0.03;

/** Two sides of such a case differ by a mode with a standard deviation of 6%. */
const modeOfASide = 0.06 / Math.SQRT2;

/** Runs both stages against simulated costs, looking at every look, as the runner does. */
export function simulate(world: World): { readonly plan: Plan; readonly samples: readonly Sample[] } {
  const random = mulberry32(world.seed);
  const ids = Array.from({ length: world.cases }, (_, i) => `case${i}`);
  const plan = aPlan({ caseIds: ids, seed: world.seed, ...world.plan });
  const samples: Sample[] = [];
  const traits = ids.map((_, i) => ({
    center: Math.log(20_000) + normal(random),
    sigma: world.noise * Math.exp(0.5 * normal(random)),
    shift: world.shift(i),
    moody: random() < (world.modes ?? 0),
  }));
  const index = new Map(ids.map((id, i) => [id, i]));
  let session = -1;
  let moods = new Map<string, number>();
  const openSession = (): void => {
    session++;
    moods = new Map();
    for (const [i, id] of ids.entries())
      for (const arm of ['baseline', 'candidate'])
        moods.set(`${id} ${arm}`, traits[i]?.moody ? modeOfASide * normal(random) : 0);
  };
  const half = (stage: Stage, round: number, id: string, arm: ArmName, drift: number): void => {
    const trait = traits[index.get(id)!]!;
    const spike = random() < spikeShare ? random() : 0;
    const own = trait.sigma * heavyTailed(random) + spike;
    const level = trait.center + (moods.get(`${id} ${arm}`) ?? 0) + (arm === 'candidate' ? trait.shift : 0) + drift;
    const cpu = Math.exp(level + 0.7 * own + 0.5 * trait.sigma * heavyTailed(random)) * 0.9;
    samples.push(
      aSample({
        seq: samples.length,
        caseId: id,
        arm,
        stage,
        session,
        round,
        evidence: facts({
          durationUs: Math.round(Math.exp(level + own)),
          events: { OSCPUVirtualTimeMicroseconds: Math.round(cpu) },
        }),
      }),
    );
  };
  const runRound = (stage: Stage, round: number, open: readonly string[]): void => {
    for (const id of open) {
      const drift = 0.05 * Math.sin(samples.length / 997);
      const order: ArmName[] = round % 2 === 0 ? ['baseline', 'candidate'] : ['candidate', 'baseline'];
      for (const arm of order) half(stage, round, id, arm, drift);
    }
  };
  const rule = createStopRule(plan);
  const looks = new Set(screeningLooks(plan));
  openSession();
  let open = rule.screening(samples);
  for (let round = 0; open.length > 0; round++) {
    runRound('screening', round, open);
    // Between looks nothing is decided, so asking there would only cost time.
    if (looks.has(round + 1)) open = rule.screening(samples);
  }
  let look = rule.confirmation(samples);
  while (look.open.length > 0) {
    for (let fresh = 0; fresh < plan.confirmationSessions; fresh++) {
      openSession();
      for (let round = 0; round < look.roundsPerSession; round++) runRound('confirmation', round, look.open);
    }
    look = rule.confirmation(samples);
  }
  return { plan, samples };
}
