import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CaseComparison, ComparisonReport } from '../../../src/model/comparison.ts';
import { severity } from '../../../src/model/decided.ts';
import type { Interval } from '../../../src/model/suite.ts';
import { renderMarkdown } from '../../../src/report/markdown/markdown.ts';
import { renderHtml } from '../../../src/report/page/html.ts';
import { renderTerminal } from '../../../src/report/terminal/terminal.ts';
import { closingSentence } from '../../../src/report/words/closing.ts';
import { headline } from '../../../src/report/words/headline.ts';
import { exactMetric, makeCase, observation, report, reportOf, suiteFigures } from '../../fixtures/report.ts';

describe('the headline', () => {
  test.each([
    [
      ['resultChanged', 'failed', 'regressed'],
      '1 of 3 cases regressed: regressed, server time 1.00x. 1 returns a different result, 1 failed.',
    ],
    [['failed', 'resultChanged', 'resultChanged'], '2 of 3 cases return a different result, first of them '],
    [
      ['equivalent', 'regressed', 'inconclusive'],
      '1 of 3 cases regressed: regressed, server time 1.00x. 1 is inconclusive, 1 shows',
    ],
    [
      ['equivalent', 'inconclusive', 'added'],
      'No regression in 1 of 3 cases (1 undecided, 1 in one arm only). 1 is inconclusive, 1 was added, 1 shows',
    ],
    [
      ['improved', 'improved', 'inconclusive', 'unconfirmed', 'inconclusive'],
      'No regression in 2 of 5 cases (3 undecided). 2 improved, 1 looked different but was not confirmed, 2 are inconclusive.',
    ],
    [['improved', 'equivalent'], 'No regression in 2 cases. 1 improved, 1 shows no change beyond 5%.'],
  ] as const)('of %s names first what stands first in the table', (verdicts, start) => {
    const cases = severity.flatMap((verdict) =>
      verdicts.filter((one) => one === verdict).map((one) => makeCase(one, one)),
    );
    expect(headline(reportOf(cases)).startsWith(start)).toBe(true);
  });

  test('says of how many cases that differ, where identical ones were left out', () => {
    const of = (...cases: readonly CaseComparison[]) => headline(reportOf(cases, { identical: 36 }));
    expect(of(makeCase('a', 'regressed'), makeCase('b', 'equivalent'))).toMatch(
      /^1 of the 2 cases that differ regressed: a/,
    );
    expect(of(makeCase('a', 'regressed'))).toMatch(/^a regressed: server time/);
    expect(of(makeCase('a', 'equivalent'))).toBe('a shows no change beyond 5%.');
    expect(of()).toBe(
      'Nothing differs: both arms send the same in all 36 cases. Nothing was measured; --all measures them anyway, as a check of this machine.',
    );
  });

  test('names the regression with its strongest evidence and counts the rest', () => {
    expect(headline(report)).toBe(
      '1 of 10 cases regressed: trends_dau[team=2,date_from=2026-01-01], server time 2.10x, ' +
        'selected marks 12 → 37 (3.08x), primary key of posthog.events no longer uses toDate(timestamp). 1 returns a different result, 1 failed, 1 improved, ' +
        '1 looked different but was not confirmed, 1 is inconclusive, 1 was added, 1 was removed, ' +
        '2 show no change beyond 5%.',
    );
  });

  test.each([
    ['resultChanged', 'a returns a different result.'],
    ['failed', 'a failed.'],
    ['improved', 'a improved: server time 1.00x.'],
    ['equivalent', 'a shows no change beyond 5%.'],
    ['inconclusive', 'Nothing decided in a: too noisy.'],
    ['added', 'No case was compared: it is in one arm only. 1 was added.'],
  ] as const)('of a single case that is %s names it', (verdict, text) => {
    expect(headline(reportOf([makeCase('a', verdict)]))).toBe(text);
  });

  test('does not say the same evidence twice', () => {
    const item = makeCase('a', 'regressed', {
      metrics: [exactMetric('selected_marks', 'Selected marks', 12, 37)],
      observed: [observation('selected_marks', 'selected marks', 12, 37)],
      observations: ['selected marks 12 → 37 (3.08x)'],
    });
    expect(headline(reportOf([item]))).toBe('a regressed: selected marks 12 → 37 (3.08x).');
  });

  test('leaves out a counter that takes more than a headline to explain', () => {
    const item = makeCase('a', 'regressed', {
      observed: [observation('FunctionExecute', 'function execute', 10, 80)],
      observations: ['function execute 10 → 80 (8.00x)'],
    });
    expect(headline(reportOf([item]))).not.toContain('function execute');
  });

  test('says why cases are inconclusive where time is not judged', () => {
    const saved = { sessions: { baseline: 1, candidate: 1 }, commonShift: null };
    const cases = [makeCase('a', 'inconclusive'), makeCase('b', 'inconclusive'), makeCase('c', 'equivalent')];
    expect(headline(reportOf(cases, { method: { ...report.method, saved } }))).toMatch(
      /2 are inconclusive as time is not judged, 1 shows/,
    );
  });

  test('says that nothing regressed', () => {
    expect(headline(reportOf([makeCase('a', 'equivalent'), makeCase('b', 'equivalent')]))).toBe(
      'No regression in 2 cases. 2 show no change beyond 5%.',
    );
  });

  test('says first that a run did not end', () => {
    const status = { kind: 'incomplete', reason: 'the budget ended.' } as const;
    expect(headline(reportOf([makeCase('a', 'equivalent')], { status }))).toMatch(
      /^The run is incomplete \(the budget ended\)\. a shows no change/,
    );
    expect(headline(reportOf([], { status: { kind: 'interrupted' } }))).toBe(
      'The run was interrupted; this covers only what was measured until then. No case was compared.',
    );
  });
});

test('no favourable word is said of more cases than have earned it, whatever the verdicts', () => {
  const lists = fc.array(fc.constantFrom(...severity), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(lists, fc.option(fc.constant(5), { nil: undefined }), (verdicts, identical) => {
      const cases = severity.flatMap((verdict) =>
        verdicts.filter((one) => one === verdict).map((one, at) => makeCase(`${one}_${'abcdefgh'[at]}`, one)),
      );
      const shown = reportOf(cases, identical === undefined ? {} : { identical });
      const text = headline(shown);
      const count = (...some: readonly string[]) => verdicts.filter((one) => some.includes(one)).length;
      const good = count('equivalent', 'improved');
      if (text.includes('No regression')) {
        expect(count('regressed', 'failed', 'resultChanged')).toBe(0);
        expect(good).toBeGreaterThan(0);
        const said = Number(/No regression in (?:the )?(\d+)/.exec(text)?.[1]);
        expect(said).toBe(good);
      }
      const same = Number(/(\d+) shows? no change/.exec(text)?.[1] ?? (text.startsWith('equivalent_a shows') ? 1 : 0));
      expect(same).toBe(count('equivalent'));
      const closing = closingSentence(shown);
      const proved = Number(/equivalent within 5%: (\d+) of/.exec(closing)?.[1] ?? 0);
      // Of one case there is no such sentence.
      expect(proved).toBe(closing === '' ? 0 : count('equivalent'));
      if (good + count('regressed', 'failed', 'resultChanged') === 0)
        expect(text).toMatch(/^(Nothing decided|No case was compared)/);
    }),
  );
});

describe('the closing sentence', () => {
  const { suite } = report;
  const closing = (more: Partial<ComparisonReport>) => closingSentence({ ...report, ...more });

  test('says what the workload costs and how many cases are proved equivalent', () => {
    expect(closing({})).toBe(
      'Candidate, over 9 of 10 cases: CPU time +11.8% (+9.6% to +14.0%) over 8 cases, server time +11.8% (+9.6% to +14.0%), ' +
        'bytes read +31.0% (exact); proved equivalent within 5%: 2 of 10 cases.',
    );
  });

  const serverTime = (ratio: number, interval: Interval | null, pValue: number | null) => {
    const whole = suiteFigures(1e6, 1, 4);
    const costs = whole.costs.map((one) => ({ ...one, cases: 4, ratio, interval, pValue }));
    return closing({ suite: { whole: { ...whole, costs }, groups: [] } });
  };

  test.each([
    [0.928, 0.91, 0.946, 0.0009, 'server time -7.2% (-9.0% to -5.4%)'],
    [1.001, 0.996, 1.006, 0.7, 'server time within ±5% (-0.4% to +0.6%)'],
    [1.15, 0.95, 1.39, 0.2, 'server time undecided (-5.0% to +39.0%)'],
    [1.95, 1.098, 3.47, 0.07, 'server time undecided (+9.8% to +247%)'],
  ])('claims of %s, from %s to %s with p %s, what is sure', (ratio, low, high, pValue, text) => {
    expect(serverTime(ratio, { low, high, level: 0.9 }, pValue)).toContain(text);
  });

  test('says where an interval is missing', () => {
    expect(serverTime(1.15, null, null)).toContain('server time +15.0% (no interval)');
  });

  test('says why it has no costs', () => {
    expect(closing({ suite: null })).toBe('Candidate: no totals; proved equivalent within 5%: 2 of 10 cases.');
    expect(closing({ suite, method: { ...report.method, countersOnly: true } })).toBe(
      'Candidate: time and totals are not judged; the same work within 5%: 2 of 10 cases.',
    );
    const saved = { sessions: { baseline: 5, candidate: 5 }, commonShift: null };
    expect(closing({ suite: null, method: { ...report.method, saved } })).toContain('runs that were measured apart');
    expect(closingSentence(reportOf([]))).toBe('');
  });

  test('stands in the terminal, the comment and the head of the page', () => {
    const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
    const end = 'equivalent within 5%: 2 of 10 cases.';
    expect(flat(renderTerminal(report, { color: false, width: 80 }))).toContain(end);
    expect(renderMarkdown(report)).toContain(end);
    expect(renderHtml(report).split('</header>')[0]).toContain(end);
  });
});
