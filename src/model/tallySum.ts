import type { Counts, LoadTally } from './loadRun.ts';

/**
 * Two tallies of the same trial, class and second as one. Histograms add exactly, since both are cut to the same buckets.
 */
export function addTallies(a: LoadTally, b: LoadTally): LoadTally {
  return {
    trial: a.trial,
    of: a.of,
    second: a.second,
    offered: a.offered + b.offered,
    outcomes: addOutcomes(a.outcomes, b.outcomes),
    latency: addCounts(a.latency, b.latency),
    failedAfter: addCounts(a.failedAfter, b.failedAfter),
    lag: addCounts(a.lag, b.lag),
    held: addCounts(a.held, b.held),
    done: a.done + b.done,
  };
}

/** Names come from servers, so that one may be called like a method of objects. */
function addOutcomes(a: LoadTally['outcomes'], b: LoadTally['outcomes']): LoadTally['outcomes'] {
  const sums = new Map(Object.entries(a));
  for (const [name, many] of Object.entries(b)) sums.set(name, (sums.get(name) ?? 0) + many);
  return Object.fromEntries(sums);
}

function addCounts(a: Counts, b: Counts): Counts {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const sum: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [one, other] = [a[i], b[j]];
    if (other === undefined || (one !== undefined && one[0] <= other[0])) {
      const [us, many] = one as readonly [number, number];
      const isSame = other !== undefined && other[0] === us;
      sum.push(isSame ? [us, many + other[1]] : (one as readonly [number, number]));
      i += 1;
      if (isSame) j += 1;
    } else {
      sum.push(other);
      j += 1;
    }
  }
  return sum;
}
