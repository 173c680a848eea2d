/** Tommy Ettinger's mulberry32: a 32-bit state, good enough to simulate noise, and the same everywhere. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}

/** A standard normal deviate by Box and Muller. */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Student's t with 4 degrees of freedom, scaled to a standard deviation of 1. */
export function heavyTailed(random: () => number): number {
  const chi = -2 * Math.log(1 - random()) - 2 * Math.log(1 - random());
  return normal(random) / Math.sqrt(chi / 4) / Math.SQRT2;
}
