import { describe, expect, it } from 'vitest';
import type { CaseComparison } from '../../../src/model/comparison.ts';
import type { Reason } from '../../../src/model/reason.ts';
import { whyUndecided } from '../../../src/model/undecided.ts';
import { helpText, undecidedText } from '../../../src/report/words/undecidedText.ts';
import { makeCase, report, reportOf } from '../../fixtures/report.ts';

const undecided = (because: readonly Reason[], ended: CaseComparison['ended'] = { kind: 'limit', pairs: 20 }) =>
  makeCase('a', 'inconclusive', { because, ended });

const refused = (refusal: Extract<Reason, { kind: 'untimed' }>['why'] & { kind: 'refused' }): Reason => ({
  kind: 'untimed',
  why: refusal,
});
const cut: Reason = { kind: 'cut', arms: { baseline: { cut: 1, of: 2 }, candidate: { cut: 0, of: 2 } } };
const noise = undecided([]);
const budget = undecided([], { kind: 'budget' });
const fewSessions = undecided([
  { kind: 'sameWork', margin: 0.05, slight: false },
  refused({ kind: 'refused', refusal: { kind: 'fewSessions', sessions: { baseline: 1, candidate: 1 }, needed: 5 } }),
]);

describe('why a case is undecided', () => {
  it.each([
    ['noise', noise],
    ['budget', budget],
    ['unmeasured', undecided([{ kind: 'untimed', why: { kind: 'unmeasured' } }], { kind: 'unmeasured' })],
    ['stopped', undecided([], { kind: 'interrupted' })],
    ['resultsUnread', undecided([{ kind: 'resultsUnread', why: null }])],
    ['cut', undecided([cut], { kind: 'cut' })],
    ['evidence', undecided([{ kind: 'noFacts', detail: 'no grant' }])],
    ['fewSessions', fewSessions],
    ['unconfirmed', makeCase('a', 'unconfirmed', { ended: { kind: 'futile', pairs: 8, sessions: 4 } })],
    ['budget', makeCase('a', 'unconfirmed', { ended: { kind: 'budget' } })],
    [null, makeCase('a', 'equivalent')],
  ] as const)('is %s, told from data', (why, item) => {
    expect(whyUndecided(item)).toBe(why);
  });

  it('is counted, the most frequent first', () => {
    expect(undecidedText(reportOf([noise, budget, budget, makeCase('b', 'equivalent')]))).toBe(
      '2 cut short by the time budget, 1 too noisy',
    );
    expect(undecidedText(reportOf([makeCase('b', 'equivalent')]))).toBe('');
  });
});

describe('what would help', () => {
  it('is a command, with the number of cases', () => {
    expect(helpText(reportOf([noise, budget]))).toBe(
      'hogbench ab … --max-pairs 40 or a quieter machine, or --counters-only, which needs none (1); hogbench ab … --budget 10m (1)',
    );
  });

  it.each([
    ['50s', '100s'],
    ['10m', '20m'],
    ['1h', '120m'],
    ['soon', '10m'],
  ])('doubles a budget of %s to %s', (value, longer) => {
    const options = [{ name: 'budget', value, from: '--budget' }];
    expect(helpText(reportOf([budget], { options }))).toBe(`hogbench ab … --budget ${longer}`);
  });

  it('of saved runs is more sessions', () => {
    const saved = { sessions: { baseline: 6, candidate: 7 }, commonShift: null };
    const method = { ...report.method, saved };
    expect(helpText(reportOf([noise], { method }))).toBe('hogbench run … --sessions 12 for each run');
    expect(
      helpText(
        reportOf([fewSessions], {
          method: { ...method, saved: { ...saved, sessions: { baseline: 1, candidate: 1 } } },
        }),
      ),
    ).toBe('hogbench run … --sessions 5 for each run');
  });
});
