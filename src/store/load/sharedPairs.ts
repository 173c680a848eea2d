import type { Counts } from '../../model/loadRun.ts';

type Pair = Counts[number];

/** Times below it and counts below `mostCount` make a key that is exact. */
const mostUs = 2 ** 37;
const mostCount = 2 ** 16;
/** What is rarer than these takes memory of its own. */
const mostKept = 1_000_000;

/**
 * Makes equal pairs of histograms one object. An hour of three classes has some million pairs, nearly all of which are a few requests
 * in one of some thousand buckets.
 */
export class SharedPairs {
  readonly #known = new Map<number, Pair>();

  of(counts: Counts): Counts {
    return counts.map((pair) => this.#one(pair));
  }

  #one(pair: Pair): Pair {
    const [us, many] = pair;
    if (us >= mostUs || many >= mostCount) return pair;
    const key = us * mostCount + many;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size < mostKept) this.#known.set(key, pair);
    return pair;
  }
}
