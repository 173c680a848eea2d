export { seededRandom as mulberry32 } from '../src/model/random.ts';

/** A standard normal deviate by Box and Muller. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Student's t with 4 degrees of freedom, scaled to a standard deviation of 1. */
export function heavyTailed(random: () => number): number {
  const chi = -2 * Math.log(1 - random()) - 2 * Math.log(1 - random());
  return normal(random) / Math.sqrt(chi / 4) / Math.SQRT2;
}
