import { expect, it } from 'vitest';
import { unseenText } from '../../../src/report/words/wholeRunText.ts';
import { evidence, makeCase, report, reportOf } from '../../fixtures/report.ts';

function undecided(...visible: readonly (number | null)[]) {
  return reportOf(
    visible.map((smallestVisible, index) =>
      makeCase(`case ${index}`, 'inconclusive', { evidence: evidence({ smallestVisible }) }),
    ),
  );
}

it('says what the quietest and half of the undecided cases would have shown', () => {
  expect(unseenText(undecided(5, 1.2, 24_000, 1.5, 2))).toBe(
    '5 inconclusive cases: a slowdown of 1.20x would have been seen in the quietest, one of 2.00x in half of them; smaller ones not',
  );
  expect(unseenText(undecided(1.2, null))).toBe(
    '2 inconclusive cases: a slowdown of 1.20x would have been seen; smaller ones not; unknown for 1',
  );
});

it('says nothing where nothing is undecided, or nothing is known', () => {
  expect(unseenText(reportOf([makeCase('a', 'equivalent')]))).toBe('');
  expect(unseenText(undecided(null))).toBe(
    '1 inconclusive case: too little was measured to say what would have been seen',
  );
  expect(unseenText({ ...undecided(2), method: { ...report.method, countersOnly: true } })).toBe('');
});
