import type { ShardedCase } from '../model/shard.ts';
import type { Milliseconds } from '../model/units.ts';

/** What each case took in an earlier run, in milliseconds. */
export type CaseTimes = ReadonlyMap<string, Milliseconds>;

/**
 * Cuts cases into parts that take about as long: the longest first, each to the part that has least to do (LPT, Graham 1969: at most
 * 4/3 − 1/(3n) of the best cut). The same cases and times give the same cut on every machine, in whatever order they come.
 *
 * @param times of an earlier run; absent: cases count alike. A case that is not in it counts as the median one.
 * @returns in the order of `caseIds`, parts counted from 1
 */
export function cutCases(caseIds: readonly string[], parts: number, times?: CaseTimes): readonly ShardedCase[] {
  const usual = usualTime(caseIds, times);
  const weighed = caseIds.map((caseId) => ({ caseId, ms: times?.get(caseId) ?? usual }));
  weighed.sort((a, b) => b.ms - a.ms || (a.caseId < b.caseId ? -1 : 1));
  const loads = Array.from({ length: parts }, (_, at) => ({ shard: at + 1, ms: 0, cases: 0 }));
  const homes = new Map<string, number>();
  for (const { caseId, ms } of weighed) {
    const [least] = loads;
    if (least === undefined) break;
    homes.set(caseId, least.shard);
    [least.ms, least.cases] = [least.ms + ms, least.cases + 1];
    sink(loads);
  }
  return caseIds.map((caseId) => ({ caseId, shard: homes.get(caseId) ?? 1 }));
}

interface Load {
  readonly shard: number;
  ms: Milliseconds;
  cases: number;
}

/** Puts the first back into its place: least to do first, then fewest cases, then the lower number. */
function sink(loads: Load[]): void {
  const moved = loads.shift();
  if (moved === undefined) return;
  const after = loads.findIndex((one) => isAfter(one, moved));
  loads.splice(after === -1 ? loads.length : after, 0, moved);
}

function isAfter(one: Load, other: Load): boolean {
  return (one.ms - other.ms || one.cases - other.cases || one.shard - other.shard) > 0;
}

function usualTime(caseIds: readonly string[], times: CaseTimes | undefined): Milliseconds {
  const known = caseIds.flatMap((caseId) => times?.get(caseId) ?? []).sort((a, b) => a - b);
  return known[Math.floor(known.length / 2)] ?? 1;
}
