import { describe, expect, it } from 'vitest';
import { describeMetric } from '../../../src/compare/counters/metricCatalog.ts';
import { environmentNotices } from '../../../src/compare/reasons/environmentText.ts';
import { changedText } from '../../../src/compare/reasons/resultText.ts';
import { timingText } from '../../../src/compare/reasons/timingText.ts';
import type { TimingReason } from '../../../src/model/reason.ts';

describe('a suspicion that fresh sessions did not confirm', () => {
  const unconfirmed = (suspected: TimingReason['suspected'], low: number, high: number): string =>
    timingText({
      ...{ kind: 'timing', family: 'time', outcome: 'unconfirmed', margin: 0.05, sessions: 4, fresh: true },
      ...{ smallestVisible: null, suspected, isOpen: false, isNeedless: false, why: null },
      estimate: { kind: 'estimate', ratio: (low + high) / 2, low, high, level: 0.95, pValue: null, pairs: 8 },
    });

  it.each([
    ['slower', 0.9, 1.2, 'do not confirm it:'],
    ['slower', 0.49, 0.93, 'show the opposite:'],
    ['faster', 1.1, 1.3, 'show the opposite:'],
    ['slower', 1.1, 1.3, 'point the same way, but not clearly enough to confirm it:'],
    ['smaller', 0.7, 0.9, 'point the same way, but not clearly enough to confirm it:'],
    [null, 0.7, 0.9, 'do not confirm it:'],
  ] as const)('as %s, and show %s to %s: they %s', (suspected, low, high, words) => {
    expect(unconfirmed(suspected, low, high)).toContain(`; fresh sessions ${words} `);
  });
});

it.each([
  ['OSCPUWaitMicroseconds', 'OS CPU wait'],
  ['OSReadChars', 'OS read chars'],
  ['RealTimeMicroseconds', 'real time'],
  ['CompileExpressionsMicroseconds', 'compile expressions time'],
  ['SelectedMarks', 'selected marks'],
])('%s is called %s: its unit stands beside the value', (event, label) => {
  expect(describeMetric(event).label).toBe(label);
});

it.each([
  ['1', '3000000', '3,000,000 rows instead of 1'],
  ['18446744073709551615', '1', '1 row instead of 18,446,744,073,709,551,615'],
  ['1234', '1234', '1,234 rows in both arms, with different contents'],
])('%s and %s rows are counted like any number', (baseline, candidate, text) => {
  expect(changedText({ kind: 'checksums', rows: { baseline, candidate }, lastDigits: false })).toContain(text);
});

it('one number differs, not numbers', () => {
  const differences = [{ kind: 'hosts', values: { baseline: 1, candidate: 2 } }] as const;
  expect(environmentNotices({ differences, tablesDecide: true, lessData: [] })[0]?.text).toBe(
    'The number of server hosts differs: 1 and 2.',
  );
});
