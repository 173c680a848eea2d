import { expect, test } from 'vitest';
import type { Reason } from '../../../src/model/reason.ts';
import { foldFailures } from '../../../src/report/words/foldedFailures.ts';
import { makeCase } from '../../fixtures/report.ts';

const timedOut = (limitMs: number): Reason => ({
  kind: 'failed',
  arms: {
    baseline: null,
    candidate: { tried: 2, failed: 0, timedOut: 2, unanswered: 0, limitMs, message: null },
  },
});

test('failures are folded by why they failed, whatever their sentences say', () => {
  const cases = [
    makeCase('a', 'failed', { because: [timedOut(1000)], reason: 'one' }),
    makeCase('b', 'failed', { because: [timedOut(2000)], reason: 'one' }),
    makeCase('c', 'failed', { because: [timedOut(1000)], reason: 'other' }),
    makeCase('d', 'regressed', { because: [timedOut(1000)], reason: 'one' }),
  ];
  expect(foldFailures(cases).map((group) => group.map((one) => one.caseId))).toEqual([['a', 'c'], ['b'], ['d']]);
});
