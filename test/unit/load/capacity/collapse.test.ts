import { expect, it } from 'vitest';
import { capacityOf } from '../../../../src/load/capacity/capacityOf.ts';
import { sustainedText } from '../../../../src/report/load/capacityWords.ts';
import { trialReport } from '../../../support/searchedTrials.ts';

const none = { value: 0, low: 0, high: 0.01 };
const nearly = { value: 0.03, low: 0.01, high: 0.08 };
const all = { value: 0.6, low: 0.5, high: 0.7 };

/** Keeps 40 a second, is at its edge near 46, and ends less when it is sent 50. */
function searched(ended: number) {
  return [
    trialReport({ id: 0, rate: 40, over: none }),
    trialReport({ id: 1, rate: 46, over: nearly }),
    trialReport({ id: 2, rate: 50, over: all, ended, steady: 'growing' }),
    trialReport({ id: 3, rate: 40, over: none, purpose: { kind: 'sustained' } }),
  ];
}

it('a server that ends less when it is overloaded is not held to that', () => {
  const collapsed = capacityOf('baseline', searched(24));
  expect(collapsed).toMatchObject({ low: 40, high: 50, saturation: 24 });
  expect(collapsed.rate).toBeGreaterThan(44);
  expect(sustainedText(collapsed)).toMatch(/kept; with too much to do it ends 24\.0 requests\/s$/);
});

it('the most that it ends is a limit where it does not collapse', () => {
  const limited = capacityOf('baseline', searched(43));
  expect(limited.rate).toBe(43);
  expect(sustainedText(limited)).toMatch(/no more than 43\.0 requests\/s are ever done$/);
});
