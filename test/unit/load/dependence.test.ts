import { expect, it } from 'vitest';
import { estimateShare, type Portion } from '../../../src/load/dependence.ts';

const blocks = (...sizes: readonly number[]): readonly Portion[] => sizes.map((of) => ({ of, hits: 0 }));

it.each([
  ['one second', blocks(10_000), 1],
  ['four seconds', blocks(2500, 2500, 2500, 2500), 1],
  ['one burst in half a minute', [...blocks(10_000), ...blocks(...new Array<number>(29).fill(0))], 1],
])('requests of %s prove no share to be small, however many they are', (_, of, high) => {
  expect(estimateShare(of, 1).high).toBe(high);
});

it('those of five blocks do, and a share is surely large by any', () => {
  expect(estimateShare(blocks(200, 200, 200, 200, 200), 1).high).toBeLessThan(0.005);
  expect(estimateShare([{ of: 1000, hits: 1000 }], 1).low).toBeGreaterThan(0.99);
});
