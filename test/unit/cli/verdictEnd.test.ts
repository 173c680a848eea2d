import { describe, expect, it } from 'vitest';
import { endingWithVerdict, endWithVerdict } from '../../../src/cli/verdictEnd.ts';
import type { CaseComparison, ComparisonReport, Verdict } from '../../../src/model/comparison.ts';
import { UserError } from '../../../src/model/errors.ts';
import { usualFailures } from '../../../src/model/gateOutcome.ts';
import { evidence, makeCase, reportOf } from '../../fixtures/report.ts';
import { testIo } from '../../support/testIo.ts';

type Given = Partial<Parameters<typeof endWithVerdict>[1]>;

function ended(report: ComparisonReport, given: Given = {}) {
  const io = testIo('.');
  const usual = { rules: { failOn: usualFailures, strict: false }, json: false, color: false, failures: [] };
  const code = endWithVerdict(report, { ...usual, ...given }, io);
  return { code, out: io.out(), err: io.err() };
}

const of = (...verdicts: readonly Verdict[]): readonly CaseComparison[] =>
  verdicts.map((one, at) => makeCase(`case ${at}`, one));
const rules = (failOn: readonly Verdict[], strict = false) => ({ rules: { failOn: new Set(failOn), strict } });
const untried = makeCase('new', 'added', {
  baseline: null,
  evidence: evidence({ executions: { baseline: 0, candidate: 0 } }),
});
const cutShort = { status: { kind: 'interrupted' } } as const;
const incomplete = { status: { kind: 'incomplete', reason: 'the server is gone' } } as const;
const unwritten = new UserError('target', 'no room', 'Make some.', 'report.html');
const lost = { notices: [{ code: 'run-file-lost', level: 'caution', text: '' }] } as const;

describe('the last line', () => {
  it.each<[number, string, ComparisonReport, Given]>([
    [0, '2 equivalent, of 2 cases — exit 0', reportOf(of('equivalent', 'equivalent')), {}],
    [1, '1 slower, of 2 cases — exit 1', reportOf(of('regressed', 'equivalent')), {}],
    [1, '1 failed, of 1 case — exit 1', reportOf(of('failed')), {}],
    [4, '1 slower, 1 wrong result, of 3 cases — exit 4', reportOf(of('regressed', 'resultChanged', 'equivalent')), {}],
    [
      4,
      '1 slower, 1 wrong result, of 2 changed — exit 4',
      reportOf(of('regressed', 'resultChanged'), { identical: 3 }),
      {},
    ],
    [
      3,
      'nothing decided: 2 inconclusive, of 2 cases — exit 3 (2 too noisy)',
      reportOf(of('inconclusive', 'inconclusive')),
      {},
    ],
    [
      3,
      '1 inconclusive, 1 equivalent, of 2 cases — exit 3 (--strict: 1 too noisy)',
      reportOf(of('inconclusive', 'equivalent')),
      rules(['regressed'], true),
    ],
    [
      3,
      '1 inconclusive, 1 equivalent, of 2 cases — exit 3 (--fail-on inconclusive)',
      reportOf(of('inconclusive', 'equivalent')),
      rules(['inconclusive']),
    ],
    [3, '1 equivalent, of 1 case — exit 3 (parts of the run file are lost)', reportOf(of('equivalent'), lost), {}],
    [3, 'nothing to compare with: 1 new, of 1 changed — exit 3 (1 new not tried)', reportOf([untried]), {}],
    [3, 'no case was compared — exit 3', reportOf([]), {}],
    [0, '1 inconclusive, 1 equivalent, of 2 cases — exit 0', reportOf(of('inconclusive', 'equivalent')), {}],
    [130, 'interrupted: 1 slower, of 1 case — exit 130', reportOf(of('regressed'), cutShort), {}],
    [5, 'incomplete: 1 equivalent, of 1 case — exit 5', reportOf(of('equivalent'), incomplete), {}],
    [
      5,
      'nothing decided: 1 inconclusive, of 1 case — exit 5 (no execution left evidence)',
      reportOf([makeCase('a', 'inconclusive', { metrics: [] })]),
      {},
    ],
    [1, '1 faster, of 1 case — exit 1 (--fail-on improved)', reportOf(of('improved')), rules(['improved'])],
    [0, '1 slower, of 1 case — exit 0 (--fail-on result-changed)', reportOf(of('regressed')), rules(['resultChanged'])],
    [0, '1 slower, of 1 case — exit 0 (why not)', reportOf(of('regressed')), { ...rules([]), lenient: 'why not' }],
    [0, '1 slower, of 1 case — exit 0 (without --gate)', reportOf(of('regressed')), { passes: 'without --gate' }],
    [
      0,
      'interrupted: 1 slower, of 1 case — exit 0 (without --gate)',
      reportOf(of('regressed'), cutShort),
      { passes: 'without --gate' },
    ],
    [
      5,
      '1 equivalent, of 1 case — exit 5 (1 report not written)',
      reportOf(of('equivalent')),
      { failures: [unwritten] },
    ],
    [1, '1 slower, of 1 case — exit 1', reportOf(of('regressed')), { failures: [unwritten] }],
  ])('of exit %i is: %s', (code, line, report, given) => {
    const ran = ended({ ...report, selfCheck: null }, given);
    expect(ran.code).toBe(code);
    expect(ran.out).toBe(`hogbench: ${line}\n`);
    if (given.failures !== undefined) expect(ran.err).toContain('report.html: no room');
  });

  it('goes to stderr beside a JSON document', () => {
    const ran = ended(reportOf(of('regressed')), { json: true });
    expect(ran).toEqual({ code: 1, out: '', err: 'hogbench: 1 slower, of 1 case — exit 1\n' });
  });

  it.each([
    ['target', 5],
    ['interrupted', 130],
  ] as const)('is that there is no verdict, where a %s trouble came first', async (kind, code) => {
    const io = testIo('.');
    const trouble = new UserError(kind, 'no', 'Yes.');
    expect(await endingWithVerdict({}, io, () => Promise.reject(trouble))).toBe(code);
    expect(io.err()).toContain('hogbench: no\n');
    expect(io.err().endsWith(`\nhogbench: no verdict — exit ${code}\n`)).toBe(true);
    expect(io.out()).toBe('');
  });

  it('is left to the advice where the command was called wrongly', async () => {
    const io = testIo('.');
    expect(await endingWithVerdict({}, io, () => Promise.reject(new UserError('usage', 'no', 'Yes.')))).toBe(2);
    expect(io.out()).toBe('');
  });

  it('is wrapped at words on a terminal', () => {
    const io = { ...testIo('.'), isColor: true, columns: 40 };
    const text = reportOf(of('regressed', 'resultChanged', 'improved', 'unconfirmed'));
    endWithVerdict(text, { ...rules(['regressed']), json: false, color: false, failures: [] }, io);
    for (const line of io.out().trimEnd().split('\n')) expect(line.length).toBeLessThanOrEqual(40);
    expect(io.out().replaceAll('\n', ' ')).toContain('1 slower, 1 wrong result, 1 faster');
  });
});
