import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseComparison, ComparisonReport, Verdict } from '../../../src/model/comparison.ts';
import { type GateRules, gateOutcome, usualFailures } from '../../../src/model/gateOutcome.ts';
import { identicalText, verdictLine } from '../../../src/report/words/verdictLine.ts';
import { verdictWords } from '../../../src/report/words/verdictWords.ts';
import { armText, evidence, exactMetric, makeCase, report, reportOf, timeMetric } from '../../fixtures/report.ts';

const usual: GateRules = { failOn: usualFailures, strict: false };

function cases(...verdicts: readonly Verdict[]): readonly CaseComparison[] {
  return verdicts.map((verdict, at) => {
    const item = makeCase(`case_${at}`, verdict, { candidate: armText(`SELECT ${at}`, 1) });
    if (verdict === 'added') return { ...item, baseline: null };
    return verdict === 'removed' ? { ...item, candidate: null } : item;
  });
}

function lineOf(list: readonly CaseComparison[], more: Partial<ComparisonReport> = {}, rules?: GateRules): string {
  return verdictLine(reportOf(list, { notices: [], selfCheck: null, ...more }), rules);
}

const caution = (code: string) => ({ notices: [{ code, level: 'caution' as const, text: '' }] });

describe('the verdict in one line', () => {
  it.each<[readonly Verdict[], string]>([
    [['regressed', 'resultChanged', 'equivalent'], '❌ 1 slower, 1 wrong result, of 3 changed'],
    [['resultChanged', 'resultChanged'], '❌ 2 wrong results, of 2 changed'],
    [['failed', 'improved'], '❌ 1 failed, 1 faster, of 2 changed'],
    [['equivalent'], '✅ 1 equivalent, of 1 changed'],
    [['improved', 'equivalent', 'added'], '✅ 1 faster, 1 equivalent, 1 new, of 3 changed'],
    [['equivalent', 'removed'], '⚠️ 1 equivalent, 1 removed, of 2 changed'],
    [['inconclusive', 'equivalent'], '⚠️ 1 inconclusive, 1 equivalent, of 2 changed'],
    [['unconfirmed', 'equivalent'], '⚠️ 1 unconfirmed, 1 equivalent, of 2 changed'],
    [['inconclusive', 'unconfirmed'], '⚠️ nothing decided: 1 unconfirmed, 1 inconclusive, of 2 changed'],
    [['added'], '⚠️ nothing to compare with: 1 new, of 1 changed'],
    [['removed', 'added'], '⚠️ nothing to compare with: 1 new, 1 removed, of 2 changed'],
    [[], '⚠️ no case was compared'],
  ])('of %j', (verdicts, line) => expect(lineOf(cases(...verdicts))).toBe(line));

  it('says slower of what is proved to be, and costlier where counters decide, whatever its time seems to be', () => {
    const counters = evidence({ restsOn: 'counters' });
    const item = (time: number, spread: number): CaseComparison =>
      makeCase('a', 'regressed', {
        evidence: counters,
        metrics: [exactMetric('read_rows', 'Rows', 1, 2), timeMetric(10, time, spread)],
      });
    expect(lineOf([item(2, 0.1)])).toContain('1 costlier');
    expect(lineOf([{ ...item(2, 0.1), evidence: evidence({ restsOn: 'cpu' }) }])).toContain('1 slower');
    expect(lineOf([item(1.1, 0.2)])).toContain('1 costlier');
    const better = makeCase('a', 'improved', { evidence: counters, metrics: [] });
    expect(lineOf([better])).toContain('1 cheaper');
  });

  it('counts cases, where not all of them are changed', () => {
    const same = makeCase('same', 'equivalent');
    expect(lineOf([...cases('regressed'), same])).toBe('❌ 1 slower, of 2 cases');
    expect(lineOf([...cases('regressed'), same], { identical: 21 })).toBe('❌ 1 slower, of 2 changed');
    expect(identicalText({ identical: 21 })).toBe('21 identical cases were not measured');
    expect(identicalText({ identical: 1 })).toBe('1 identical case was not measured');
  });

  it('is favourable where nothing differs, of a run that is whole', () => {
    expect(lineOf([], { identical: 36 })).toBe('✅ nothing differs: both arms send the same in all 36 cases');
    expect(lineOf([], { identical: 1 })).toBe('✅ nothing differs: both arms send the same in the only case');
    expect(lineOf([], { identical: 36, status: { kind: 'interrupted' } })).toMatch(/^⚠️ interrupted: /);
    expect(lineOf(cases('inconclusive'), { identical: 36 })).toMatch(/^⚠️ nothing decided/);
  });

  it('has no tick where the run is cut short, whatever was decided', () => {
    for (const status of [{ kind: 'interrupted' }, { kind: 'incomplete', reason: 'x' }] as const) {
      expect(lineOf(cases('equivalent'), { status })).toBe(`⚠️ ${status.kind}: 1 equivalent, of 1 changed`);
      expect(lineOf(cases('regressed'), { status })).toBe(`❌ ${status.kind}: 1 slower, of 1 changed`);
      expect(lineOf([], { status })).toBe(`⚠️ ${status.kind}: no case was compared`);
    }
  });

  it.each(['run-file-lost', 'self-check-flagged', 'design-differs', 'same-arms'])('has no tick beside %s', (code) =>
    expect(lineOf(cases('equivalent'), caution(code))).toMatch(/^⚠️/),
  );

  it('has no tick where a new case was never executed', () => {
    const untried = evidence({ executions: { baseline: 0, candidate: 0 } });
    const [first, added] = cases('equivalent', 'added');
    expect(lineOf([first!, { ...added!, evidence: untried }])).toMatch(/^⚠️/);
  });

  it('says what was not judged', () => {
    const method = { ...report.method, countersOnly: true };
    const counters = evidence({ restsOn: 'counters' });
    expect(lineOf(cases('equivalent'), { method })).toBe(
      '✅ 1 of the same work and result, of 1 changed; time was not judged',
    );
    const worse = makeCase('a', 'regressed', { evidence: counters });
    expect(lineOf([worse], { method })).toBe('❌ 1 costlier, of 1 case; time was not judged');
    const [one] = cases('equivalent');
    expect(lineOf([{ ...one!, results: 'ignored' }])).toBe('✅ 1 equivalent, of 1 changed; results of 1 not compared');
    const saved = { sessions: { baseline: 1, candidate: 1 }, commonShift: null };
    expect(lineOf(cases('inconclusive'), { method: { ...report.method, saved } })).toBe(
      '⚠️ nothing decided: 1 inconclusive, of 1 changed; time was not judged',
    );
  });

  it('goes by the verdicts that fail', () => {
    const rules = (failOn: readonly Verdict[], strict = false): GateRules => ({ failOn: new Set(failOn), strict });
    expect(lineOf(cases('equivalent', 'removed'), {}, rules(['removed']))).toMatch(/^❌/);
    expect(lineOf(cases('regressed', 'equivalent'), {}, rules(['failed']))).toMatch(/^⚠️ 1 slower/);
    expect(lineOf(cases('inconclusive', 'equivalent'), {}, rules(['inconclusive']))).toMatch(/^⚠️/);
  });

  it('never ticks what the gate does not pass, and never without an answer to each case', () => {
    const verdicts = verdictWords.map(({ verdict }) => verdict);
    const anyReport = fc.record({
      list: fc.array(fc.constantFrom(...verdicts), { maxLength: 6 }),
      status: fc.constantFrom({ kind: 'complete' }, { kind: 'interrupted' }, { kind: 'incomplete', reason: '' }),
      code: fc.constantFrom('run-file-lost', 'x', 'same-arms'),
      failOn: fc.subarray(verdicts.filter((one) => one !== 'equivalent')),
      strict: fc.boolean(),
    });
    fc.assert(
      fc.property(anyReport, ({ list, status, code, failOn, strict }) => {
        const rules = { failOn: new Set(failOn), strict };
        const shown = reportOf(cases(...list), { ...caution(code), status } as Partial<ComparisonReport>);
        const line = verdictLine(shown, rules);
        const outcome = gateOutcome(shown, rules);
        if (!line.startsWith('✅')) return;
        expect(outcome).toBe('passed');
        expect(list.every((one) => ['equivalent', 'improved', 'added'].includes(one))).toBe(true);
        expect(list.some((one) => one !== 'added')).toBe(true);
        expect(gateOutcome(shown, usual)).toBe('passed');
      }),
    );
  });
});
