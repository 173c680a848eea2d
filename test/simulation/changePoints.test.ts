import { describe, expect, it } from 'vitest';
import { mulberry32 } from '../../calibration/random.ts';
import { runNoises } from '../../calibration/runNoise.ts';
import { upperBound } from '../../calibration/score.ts';
import { searchHistory } from '../../src/history/searchHistory.ts';
import { changeRule } from '../../src/model/history.ts';

/** A small part of `npm run calibrate:changes`, with seeds of its own. Values are figures of 10 ms with noise of 3%. */
function series(noise: (typeof runNoises)[number], seed: number, runs: number, factor: (run: number) => number) {
  const logs = noise.values(mulberry32(seed), runs);
  const points = logs.map((log, run) => ({ run, value: 10_000 * factor(run) * Math.exp(0.03 * log) }));
  return { points, stretches: points.map(() => 0) };
}

const wanders = 'dragging 0.4';
const promised = runNoises.filter(({ name }) => name !== wanders);

describe('histories in which nothing changed', () => {
  it.each(promised)('show a change in 5% at most: $name', (noise) => {
    let shown = 0;
    const histories = 200;
    for (let seed = 0; seed < histories; seed++) {
      const one = series(noise, 5_000_000 + seed, seed % 2 === 0 ? 60 : 150, () => 1);
      if (searchHistory([one], changeRule).found.flat().length > 0) shown++;
    }
    // Even the rate itself would come to as many only once in a thousand times.
    expect(shown).toBeLessThanOrEqual(20);
    expect(upperBound(shown, histories)).toBeLessThan(0.15);
  });

  it('show hardly any among a hundred cases', () => {
    let changes = 0;
    for (let seed = 0; seed < 5; seed++) {
      const all = promised.flatMap((noise, at) =>
        Array.from({ length: 20 }, (_, place) =>
          series(noise, 7_000_000 + seed * 10_000 + at * 100 + place, 100, () => 1),
        ),
      );
      changes += searchHistory(all, changeRule).found.flat().length;
    }
    expect(changes).toBeLessThanOrEqual(3);
  });
});

describe('known changes', () => {
  it.each(promised)('of 20%% are found within one run of their place, among fifty cases: $name', (noise) => {
    const changed = 20;
    const all = Array.from({ length: 50 }, (_, at) => {
      const first = 30 + at;
      return series(noise, 9_000_000 + at, 100, (run) => (at < changed && run >= first ? 1.2 : 1));
    });
    const { found } = searchHistory(all, changeRule);
    const right = found
      .slice(0, changed)
      .filter((own, at) => own.some(({ change }) => Math.abs(change.index - (30 + at)) <= 1));
    expect(right.length).toBeGreaterThanOrEqual(19);
    // The range holds the place, whatever the best guess is.
    const held = found
      .slice(0, changed)
      .filter((own, at) => own.some(({ change }) => change.earliest <= 30 + at && 30 + at <= change.latest));
    expect(held.length).toBeGreaterThanOrEqual(18);
  });
});
