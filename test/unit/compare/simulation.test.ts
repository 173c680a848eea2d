import { describe, expect, it } from 'vitest';
import { pairSamples } from '../../../src/compare/pairing.ts';
import { type CaseTiming, judgeTiming } from '../../../src/compare/timing.ts';
import { simulate, type World } from './simulatedRun.ts';

interface JudgedWorld {
  readonly timings: ReadonlyMap<string, CaseTiming>;
  /** Pairs spent on a case, on average. */
  readonly cost: number;
}

function judge(world: World): JudgedWorld {
  const { plan, samples } = simulate(world);
  return { timings: judgeTiming(pairSamples(samples), plan), cost: samples.length / 2 / world.cases };
}

const isCalled = ({ time, cpu }: CaseTiming, kind: 'regressed' | 'improved'): boolean =>
  time.kind === kind || cpu.kind === kind;
const isFlagged = (one: CaseTiming): boolean => isCalled(one, 'regressed') || isCalled(one, 'improved');
const seeds = (first: number, count: number): readonly number[] => Array.from({ length: count }, (_, i) => first + i);

/** A fifth of the cases that did not change are still off by up to 2%, as layouts and plans make them. */
const nearlyNothing = (index: number): number => (index % 5 === 0 ? ((index % 9) - 4) / 200 : 0);

/** The first twenty of each world are truly slower. */
const slower = (ratio: number) => (index: number) => (index < 20 ? Math.log(ratio) : nearlyNothing(index));

function trulySlower(worlds: readonly JudgedWorld[]): readonly CaseTiming[] {
  return worlds.flatMap(({ timings }) => [...timings].filter(([id]) => Number(id.slice(4)) < 20).map(([, one]) => one));
}

describe('noise of 3% at the median, with heavy tails, spikes, drift, small shifts and moods of processes', () => {
  it('A against A: at most 5% of whole runs show a change, beyond what chance allows in 100 runs', () => {
    const worlds = seeds(1, 100).map((seed) =>
      judge({ seed, cases: 100, noise: 0.03, shift: nearlyNothing, modes: 0.05 }),
    );
    const red = worlds.filter(({ timings }) => [...timings.values()].some(isFlagged)).length;
    // Binomial(100, 5%) exceeds 9 with a probability of 3%.
    expect(red).toBeLessThanOrEqual(9);
    const cost = worlds.reduce((sum, one) => sum + one.cost, 0) / worlds.length;
    expect(cost).toBeLessThan(10);
  });

  it('a change of 20% is found at least nine times in ten, and one of 10% is hardly ever called equivalent', () => {
    const large = trulySlower(
      seeds(200, 6).map((seed) => judge({ seed, cases: 200, noise: 0.03, shift: slower(1.2), modes: 0.05 })),
    );
    const found = large.filter((one) => isCalled(one, 'regressed')).length / large.length;
    expect(found).toBeGreaterThanOrEqual(0.9);
    const small = trulySlower(
      seeds(300, 8).map((seed) => judge({ seed, cases: 200, noise: 0.03, shift: slower(1.1) })),
    );
    const seen = small.filter((one) => isCalled(one, 'regressed')).length / small.length;
    expect(seen).toBeGreaterThanOrEqual(0.85);
    // Binomial(160, 1%) exceeds 5 with a probability of 1%.
    expect(small.filter((one) => one.time.kind === 'equivalent').length).toBeLessThanOrEqual(5);
  });

  it('a clear 2x is a suspect after the first look and confirmed by the first fresh six pairs', () => {
    const doubled = trulySlower(
      seeds(400, 3).map((seed) => judge({ seed, cases: 100, noise: 0.03, shift: slower(2) })),
    );
    const quick = doubled.filter((one) => one.screened.pairs === 5 && one.time.confirmation?.pairs === 6);
    expect(doubled.every((one) => one.time.kind === 'regressed')).toBe(true);
    expect(quick.length / doubled.length).toBeGreaterThanOrEqual(0.95);
  });

  it('noise of 30% leaves cases inconclusive or unconfirmed rather than equivalent', () => {
    const { timings } = judge({ seed: 7, cases: 100, noise: 0.3, shift: () => 0 });
    const kinds = [...timings.values()].map((one) => one.time.kind);
    expect(kinds.filter((one) => one === 'equivalent').length).toBeLessThanOrEqual(5);
    expect(kinds.filter((one) => one === 'regressed' || one === 'improved')).toEqual([]);
  });

  it('a few cases, too few to borrow strength, are judged too', () => {
    const worlds = seeds(500, 30).map((seed) =>
      judge({ seed, cases: 10, noise: 0.03, shift: (index) => (index === 0 ? Math.log(1.5) : 0) }),
    );
    const found = worlds.filter(({ timings }) => isCalled(timings.get('case0')!, 'regressed')).length;
    const wrong = worlds.filter(({ timings }) =>
      [...timings].some(([id, one]) => id !== 'case0' && isFlagged(one)),
    ).length;
    expect(found).toBeGreaterThanOrEqual(27);
    expect(wrong).toBeLessThanOrEqual(4);
  });
});
