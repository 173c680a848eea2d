import { describe, expect, it } from 'vitest';
import { verdictExit } from '../../../src/cli/exitCode.ts';
import type { CaseComparison, Verdict } from '../../../src/model/comparison.ts';
import { headline } from '../../../src/report/words/headline.ts';
import { evidence, makeCase, reportOf } from '../../fixtures/report.ts';

const usual: ReadonlySet<Verdict> = new Set(['regressed', 'failed', 'resultChanged']);

function exit(cases: readonly CaseComparison[], strict = false, failOn = usual): number {
  return verdictExit(reportOf(cases), { failOn, strict });
}

const of = (...verdicts: readonly Verdict[]): readonly CaseComparison[] =>
  verdicts.map((one, index) => makeCase(`${one}${index}`, one));
const untried = makeCase('new', 'added', { evidence: evidence({ executions: { baseline: 0, candidate: 0 } }) });

describe('the exit code of a run that decided nothing', () => {
  it.each<[string, readonly CaseComparison[], number]>([
    ['all inconclusive', of('inconclusive', 'inconclusive'), 3],
    ['all inconclusive or unconfirmed', of('inconclusive', 'unconfirmed'), 3],
    ['undecided beside cases of one arm', [...of('inconclusive', 'added', 'removed'), untried], 3],
    ['one equivalent case', of('inconclusive', 'equivalent'), 0],
    ['a regression', of('inconclusive', 'regressed'), 1],
    ['another result', of('inconclusive', 'resultChanged'), 4],
    ['new cases that ran', of('added'), 0],
    ['new cases that were not tried', [untried], 3],
    ['cases that were removed', of('removed'), 0],
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
  [of('inconclusive', 'unconfirmed'), 'Nothing decided in 2 cases.'],
  [of('inconclusive', 'equivalent'), 'No regression in 1 of 2 cases.'],
  [of('added'), 'No case was compared: it is in one arm only.'],
  [of('added', 'removed'), 'No case was compared: all 2 are in one arm only.'],
])('the headline claims no more than was decided', (cases, start) => {
  expect(headline(reportOf(cases)).startsWith(start)).toBe(true);
});
