import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutCases } from '../../../src/shards/partition.ts';

const homesOf = (cut: ReturnType<typeof cutCases>): ReadonlyMap<string, number> =>
  new Map(cut.map(({ caseId, shard }) => [caseId, shard]));

describe('cutting cases into parts', () => {
  it('takes the longest first, each to the part that has least to do', () => {
    // Graham's example of a bad cut (1969): two parts of 3, 3, 2, 2, 2 take 7 and 5, where 6 and 6 would do.
    const times = new Map(Object.entries({ a: 3, b: 3, c: 2, d: 2, e: 2 }));
    expect(cutCases(['a', 'b', 'c', 'd', 'e'], 2, times).map(({ shard }) => shard)).toEqual([1, 2, 1, 2, 1]);
  });

  it('counts cases alike where nothing is known, and one that is not known as the median', () => {
    const ids = ['d', 'b', 'a', 'c', 'e'];
    expect(cutCases(ids, 2).map(({ caseId, shard }) => `${caseId}${shard}`)).toEqual(['d2', 'b2', 'a1', 'c1', 'e1']);
    const times = new Map(Object.entries({ a: 10, b: 4, c: 1 }));
    expect(homesOf(cutCases(['new', 'a', 'b', 'c'], 2, times))).toEqual(
      new Map(Object.entries({ new: 2, a: 1, b: 2, c: 2 })),
    );
  });

  it('leaves parts empty where there are more of them than cases', () => {
    expect(cutCases(['a', 'b'], 4).map(({ shard }) => shard)).toEqual([1, 2]);
    expect(cutCases([], 3)).toEqual([]);
  });

  const someTimes = fc.uniqueArray(
    fc.tuple(fc.string({ minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 50 })),
    {
      selector: ([id]) => id,
      minLength: 1,
      maxLength: 8,
    },
  );

  it('comes to the same on every machine, in whatever order cases and times are read', () => {
    fc.assert(
      fc.property(someTimes, fc.integer({ min: 1, max: 6 }), (all, parts) => {
        const ids = all.map(([id]) => id);
        const cut = cutCases(ids, parts, new Map(all));
        expect(cut.map(({ caseId }) => caseId)).toEqual(ids);
        const again = cutCases([...ids].reverse(), parts, new Map([...all].reverse()));
        expect(homesOf(again)).toEqual(homesOf(cut));
      }),
    );
  });

  it('takes at most 4/3 − 1/(3n) as long as the best cut', () => {
    fc.assert(
      fc.property(someTimes, fc.integer({ min: 1, max: 3 }), (all, parts) => {
        const times = new Map(all);
        const loads = Array.from({ length: parts }, () => 0);
        for (const { caseId, shard } of cutCases([...times.keys()], parts, times))
          loads[shard - 1] = (loads[shard - 1] ?? 0) + (times.get(caseId) ?? 0);
        const bound = (4 / 3 - 1 / (3 * parts)) * bestCut([...times.values()], parts);
        expect(Math.max(...loads)).toBeLessThanOrEqual(bound + 1e-9);
      }),
    );
  });
});

/** By trying every cut. */
function bestCut(times: readonly number[], parts: number): number {
  const [first, ...rest] = times;
  const place = (loads: readonly number[], left: readonly number[]): number => {
    const [next, ...others] = left;
    if (next === undefined) return Math.max(...loads);
    return Math.min(...loads.map((_, at) => place(loads.with(at, (loads[at] ?? 0) + next), others)));
  };
  return place([first ?? 0, ...Array.from({ length: parts - 1 }, () => 0)], rest);
}
