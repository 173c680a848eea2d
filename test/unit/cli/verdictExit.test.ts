import { describe, expect, it } from 'vitest';
import { outcomeExit } from '../../../src/cli/exitCode.ts';
import type { CaseComparison, Verdict } from '../../../src/model/comparison.ts';
import { gateOutcome } from '../../../src/model/gateOutcome.ts';
import { headline } from '../../../src/report/words/headline.ts';
import { evidence, makeCase, reportOf } from '../../fixtures/report.ts';

const usual: ReadonlySet<Verdict> = new Set(['regressed', 'failed', 'resultChanged']);

function exit(cases: readonly CaseComparison[], strict = false, failOn = usual): number {
  return outcomeExit(gateOutcome(reportOf(cases), { failOn, strict }));
}

const of = (...verdicts: readonly Verdict[]): readonly CaseComparison[] =>
  verdicts.map((one, index) =>
    makeCase(`${one}${index}`, one, one === 'unconfirmed' ? { ended: { kind: 'futile', pairs: 8, sessions: 4 } } : {}),
  );
const untried = makeCase('new', 'added', { evidence: evidence({ executions: { baseline: 0, candidate: 0 } }) });

describe('the exit code of a run that decided nothing', () => {
  it.each<[string, readonly CaseComparison[], number]>([
    ['all inconclusive', of('inconclusive', 'inconclusive'), 3],
    ['all inconclusive or unconfirmed', of('inconclusive', 'unconfirmed'), 3],
    ['undecided beside cases of one arm', [...of('inconclusive', 'added', 'removed'), untried], 3],
    ['one equivalent case', of('inconclusive', 'equivalent'), 0],
    ['a regression', of('inconclusive', 'regressed'), 1],
    ['a different result', of('inconclusive', 'resultChanged'), 4],
    ['new cases that ran', of('added'), 0],
    ['new cases that were not tried', [untried], 3],
    ['all cases removed, so that the candidate has none', of('removed', 'removed'), 3],
    ['no case at all', [], 3],
  ])('with %s', (_, cases, code) => {
    expect(exit(cases)).toBe(code);
  });

  it('counts a case that was not tried as undecided with --strict', () => {
    const cases = [...of('equivalent'), untried];
    expect([exit(cases), exit(cases, true)]).toEqual([0, 3]);
  });
});

it.each<[readonly CaseComparison[], string]>([
  [of('inconclusive', 'unconfirmed'), 'Nothing decided in 2 cases: 1 too noisy, 1 suspected and not confirmed.'],
  [of('inconclusive', 'equivalent'), 'No regression in 1 of 2 cases (1 undecided).'],
  [of('added'), 'No case was compared: it is in one arm only.'],
  [of('added', 'removed'), 'No case was compared: all 2 are in one arm only.'],
])('the headline claims no more than was decided', (cases, start) => {
  expect(headline(reportOf(cases)).startsWith(start)).toBe(true);
});

describe('--min-decided', () => {
  const share = (cases: readonly CaseComparison[], minDecided: number) =>
    outcomeExit(gateOutcome(reportOf(cases), { failOn: usual, strict: false, minDecided }));

  it.each<[string, readonly CaseComparison[], number, number]>([
    ['four of five, asked for four', of('equivalent', 'equivalent', 'improved', 'equivalent', 'inconclusive'), 0.8, 0],
    [
      'three of five, asked for four',
      of('equivalent', 'equivalent', 'equivalent', 'unconfirmed', 'inconclusive'),
      0.8,
      3,
    ],
    ['all, asked for all', of('equivalent', 'improved'), 1, 0],
    ['a new one that was not tried, asked for all', [...of('equivalent'), untried], 1, 3],
    ['one that may have been renamed, asked for all', of('equivalent', 'added', 'removed'), 1, 3],
    ['new ones that ran, of which there was nothing to decide', of('added'), 1, 0],
    ['too few beside a regression, which comes first', of('regressed', 'inconclusive', 'inconclusive'), 0.8, 1],
  ])('%s', (_, cases, asked, code) => {
    expect(share(cases, asked)).toBe(code);
  });
});
