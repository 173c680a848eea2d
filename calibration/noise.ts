import { mulberry32, normal } from './random.ts';

/**
 * How the times of a simulated run come about. All spreads are standard deviations of log time. One side of a pair is
 * ln t = case level + machine drift + the mode of its process + its own noise, and now and then a spike.
 */
export interface NoiseModel {
  readonly name: string;
  readonly what: string;
  /** Median over cases of a side's own noise; cases differ log-normally by `sigmaSpread`. */
  readonly noise: number;
  readonly sigmaSpread: number;
  /** Share of executions that are slower by up to a factor of e. */
  readonly spikes: number;
  /** Share of cases whose process has a mode of its own in each session, in each arm. */
  readonly moody: number;
  readonly mode: (random: () => number) => number;
  /** The speed of the machine at a time counted in executions; hits both halves of a pair almost alike. */
  readonly drift: (seed: number) => (execution: number) => number;
  /** Sd of a shift that all cases of one arm share for a round, with correlation `neighbourMemory` from round to round. */
  readonly neighbour: number;
  readonly neighbourMemory: number;
  /** Of the two arms together: on two, each has processes of its own, which are new for every pair. */
  readonly servers: 1 | 2;
  /** Share of executions that a stall touches, which makes them 50 times as long; absent: none. */
  readonly stalls?: number;
}

const slowSine = () => (execution: number) => 0.05 * Math.sin(execution / 997);

const document: NoiseModel = {
  name: 'standard',
  what: 'median 3% a side, t4 tails, 3% spikes, drift of 5%, 5% of cases with a mode of sd 6% in each process',
  noise: 0.03,
  sigmaSpread: 0.5,
  spikes: 0.03,
  moody: 0.05,
  mode: (random) => 0.06 * normal(random),
  drift: slowSine,
  neighbour: 0,
  neighbourMemory: 0,
  servers: 2,
};

/** A machine that slows by a third for stretches of a few seconds, and wanders. */
function neighbourOnAndOff(seed: number): (execution: number) => number {
  const random = mulberry32(seed);
  const changes: number[] = [];
  const wander: number[] = [];
  return (execution) => {
    const stretch = Math.floor(execution / 40);
    while (changes.length <= stretch) {
      changes.push(random() < 0.3 ? 0.3 : 0);
      wander.push((wander.at(-1) ?? 0) * 0.98 + 0.03 * normal(random));
    }
    const along = execution / 40 - stretch;
    return (changes[stretch] ?? 0) + (wander[stretch] ?? 0) + 0.02 * along;
  };
}

/** The noise that verdicts are promised under, and noise that is worse. */
export const noiseModels: readonly NoiseModel[] = [
  document,
  {
    ...document,
    name: 'mild modes',
    what: 'as standard, with a mode of sd 6% between the arms',
    mode: (random) => 0.0424 * normal(random),
  },
  {
    ...document,
    name: 'one process',
    what: 'as standard, without modes: both arms on one server',
    moody: 0,
    servers: 1,
  },
  { ...document, name: 'loud', what: 'as standard, with a median of 6% a side', noise: 0.06 },
  {
    ...document,
    name: 'strong drift',
    what: 'as standard, on a machine that wanders and is a third slower for stretches of twenty pairs',
    drift: neighbourOnAndOff,
  },
  {
    ...document,
    name: 'bimodal processes',
    what: 'as standard, but a fifth of the cases is 19% slower in every second process',
    moody: 0.2,
    mode: (random) => (random() < 0.5 ? 0.174 : 0),
  },
  {
    ...document,
    name: 'correlated neighbours',
    what: 'as standard, and one arm as a whole is shifted by sd 3% for some rounds (two machines)',
    neighbour: 0.03,
    neighbourMemory: 0.6,
  },
];

export function noiseModel(name: string): NoiseModel {
  const found = noiseModels.find((one) => one.name === name);
  if (found === undefined)
    throw new Error(`no noise model ${name}; there are ${noiseModels.map((one) => one.name).join(', ')}`);
  return found;
}
