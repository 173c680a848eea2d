import { describe, expect, test } from 'vitest';
import { headline } from '../../../src/report/headline.ts';
import { exactMetric, makeCase, report, reportOf } from '../../fixtures/report.ts';

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
