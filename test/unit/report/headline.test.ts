import { describe, expect, test } from 'vitest';
import { headline } from '../../../src/report/headline.ts';
import { workloadCost } from '../../../src/report/workloadCost.ts';
import { exactMetric, makeCase, report, reportOf, suiteFigures } from '../../fixtures/report.ts';

describe('the headline', () => {
  test('names the regression with its strongest evidence and counts the rest', () => {
    expect(headline(report)).toBe(
      '1 of 10 cases regressed: trends_dau[team=2,date_from=2026-01-01], server time 2.10x, ' +
        'selected marks 12 -> 37 (3.1x), primary key of posthog.events no longer uses toDate(timestamp). 1 returns another result, 1 failed, 1 improved, ' +
        '1 looked different but was not confirmed, 1 is inconclusive, 1 was added, 1 was removed, ' +
        '2 show no change beyond 5%.',
    );
  });

  test('does not say the same evidence twice', () => {
    const item = makeCase('a', 'regressed', {
      metrics: [exactMetric('selected_marks', 'Selected marks', 12, 37)],
      observations: ['selected marks 12 -> 37 (3.1x)'],
    });
    expect(headline(reportOf([item]))).toBe('1 of 1 case regressed: a, selected marks 12 -> 37 (3.1x).');
  });

  test('leaves out a counter that takes more than a headline to explain', () => {
    const item = makeCase('a', 'regressed', { observations: ['function execute 10 -> 80 (8.0x)'] });
    expect(headline(reportOf([item]))).not.toContain('function execute');
  });

  test('says that nothing regressed', () => {
    expect(headline(reportOf([makeCase('a', 'equivalent'), makeCase('b', 'equivalent')]))).toBe(
      'No regression in 2 cases. 2 show no change beyond 5%.',
    );
  });

  test('says first that a run did not end', () => {
    const status = { kind: 'incomplete', reason: 'the budget ended.' } as const;
    expect(headline(reportOf([makeCase('a', 'equivalent')], { status }))).toMatch(
      /^The run is incomplete \(the budget ended\)\. No regression/,
    );
    expect(headline(reportOf([], { status: { kind: 'interrupted' } }))).toBe(
      'The run was interrupted; this covers only what was measured until then. No case was compared.',
    );
  });
});

describe('what the workload costs', () => {
  const of = (ratio: number, low: number, high: number, pValue: number, covered = 4) => {
    const whole = suiteFigures(1e6, 1, covered, 4);
    const costs = whole.costs.map((one) => ({
      ...one,
      cases: covered,
      ratio,
      interval: { low, high, level: 0.9 },
      pValue,
    }));
    return workloadCost({ suite: { whole: { ...whole, costs }, groups: [] } });
  };

  test.each([
    [1.024, 1.019, 1.029, 0.0005, 'the workload costs 2.4% more CPU time (1.9% to 2.9%)'],
    [0.928, 0.91, 0.946, 0.0009, 'the workload costs 7.2% less CPU time (5.4% to 9.0%)'],
    [1.001, 0.996, 1.006, 0.7, 'the workload is not shown to cost more or less CPU time: +0.1% (-0.4% to +0.6%)'],
    [1.95, 1.098, 3.47, 0.07, 'the workload is not shown to cost more or less CPU time: +95.0% (+9.8% to +247%)'],
  ])('%s, from %s to %s, p %s', (ratio, low, high, pValue, text) => {
    expect(of(ratio, low, high, pValue)).toBe(text);
  });

  test('says how many cases it is about when not of all', () => {
    expect(of(1.024, 1.019, 1.029, 0.0005, 3)).toBe(
      'the workload (3 of 4 cases) costs 2.4% more CPU time (1.9% to 2.9%)',
    );
  });

  test('says nothing without an interval', () => {
    const whole = suiteFigures(1e6, 1.1, 4);
    const costs = whole.costs.map((one) => ({ ...one, interval: null }));
    expect(workloadCost({ suite: { whole: { ...whole, costs }, groups: [] } })).toBe('');
    expect(workloadCost({ suite: null })).toBe('');
  });
});
