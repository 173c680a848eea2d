import { heavyTailed, normal } from './random.ts';

/** How a case's figure differs from run to run where nothing changed, in standard deviations of its logarithm. */
export interface RunNoise {
  readonly name: string;
  readonly what: string;
  readonly values: (random: () => number, runs: number) => readonly number[];
}

function independent(draw: (random: () => number) => number): RunNoise['values'] {
  return (random, runs) => Array.from({ length: runs }, () => draw(random));
}

/** A first-order autoregression with a variance of 1. */
function dragging(rho: number): RunNoise['values'] {
  return (random, runs) => {
    let x = normal(random);
    return Array.from({ length: runs }, () => {
      x = rho * x + Math.sqrt(1 - rho * rho) * normal(random);
      return x;
    });
  };
}

export const runNoises: readonly RunNoise[] = [
  { name: 'lognormal', what: 'the logarithm is normal', values: independent(normal) },
  { name: 'heavy tails', what: "Student's t with 4 degrees of freedom", values: independent(heavyTailed) },
  {
    name: 'skewed',
    what: 'exponential: runs are only ever slower',
    values: independent((random) => -Math.log(1 - random()) - 1),
  },
  {
    name: 'spikes',
    what: 'lognormal, and 3% of the runs are up to ten deviations slower',
    values: independent((random) => normal(random) + (random() < 0.03 ? 10 * random() : 0)),
  },
  { name: 'dragging 0.2', what: 'correlated by 0.2 with the run before', values: dragging(0.2) },
  { name: 'dragging 0.4', what: 'by 0.4', values: dragging(0.4) },
];
