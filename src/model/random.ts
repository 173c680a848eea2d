/** A seeded stream of numbers in [0, 1). */
export type Random = () => number;

/** mulberry32: small, fast, good enough to shuffle with, and the same on every platform. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** sfc32 (Doty-Humphrey, PractRand): 128 bits of state, for streams of millions that must not run into each other. */
export function longRandom(...parts: readonly (string | number)[]): Random {
  let [a, b, c] = [seedFrom('a', ...parts), seedFrom('b', ...parts), seedFrom('c', ...parts)];
  let counter = 1;
  const next = (): number => {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + out;
    return (out >>> 0) / 4294967296;
  };
  // The first few still show the seed.
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** FNV-1a: folds texts and numbers into a 32-bit seed, so that every round has a stream of its own. */
export function seedFrom(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of parts.join('\u0000')) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** Fisher–Yates over a copy. */
export function shuffled<T>(items: readonly T[], random: Random): readonly T[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    const held = result[index] as T;
    result[index] = result[other] as T;
    result[other] = held;
  }
  return result;
}
