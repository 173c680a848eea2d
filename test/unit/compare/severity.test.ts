import { describe, expect, it } from 'vitest';
import type { MovedMetric } from '../../../src/compare/counters/metricJudgement.ts';
import { observe } from '../../../src/compare/counters/observations.ts';
import { casesToExplain } from '../../../src/compare/plans/casesToExplain.ts';
import { observationText } from '../../../src/compare/reasons/workText.ts';
import { bySeverity } from '../../../src/compare/severity.ts';
import { currentDesign } from '../../../src/model/design.ts';
import { exactMetric, makeCase, reportOf, timeMetric } from '../../fixtures/report.ts';

describe('cases of one verdict', () => {
  it('come by the change of the metric that the verdict rests on, whichever that is', () => {
    const marks = (id: string, before: number, after: number) =>
      makeCase(id, 'regressed', { metrics: [exactMetric('SelectedMarks', 'selected marks', before, after)] });
    const cases = [
      makeCase('slower', 'regressed', { metrics: [timeMetric(1000, 1.5)] }),
      marks('fourToFive', 4, 5),
      marks('oneToTwo', 1, 2),
      marks('fromNothing', 0, 3),
      makeCase('failing', 'failed'),
    ];
    expect(bySeverity(cases, { margin: 0.05, design: currentDesign }).map((one) => one.caseId)).toEqual([
      'fromNothing',
      'oneToTwo',
      'slower',
      'fourToFive',
      'failing',
    ]);
  });

  it('weigh a change by what its metric may move: memory may move by more', () => {
    const memory = { ...exactMetric('memory', 'peak memory', 100, 160), family: 'memory' } as const;
    const cases = [
      makeCase('memory', 'regressed', { metrics: [memory] }),
      makeCase('time', 'regressed', { metrics: [timeMetric(1000, 1.5)] }),
    ];
    expect(bySeverity(cases, { margin: 0.05, design: currentDesign }).map((one) => one.caseId)).toEqual([
      'time',
      'memory',
    ]);
  });
});

describe('observations', () => {
  const moved = (metric: string, label: string, before: number, after: number): MovedMetric => ({
    ...exactMetric(metric, label, before, after),
    family: /^Selected|^read_/.test(metric) ? 'work' : 'other',
    moved: true,
  });

  it('begin with work, and leave out what nobody can act on or what reads as no change', () => {
    expect(
      observe(
        [
          moved('LocalThreadPoolJobs', 'local thread pool jobs', 1, 90),
          moved('FunctionExecute', 'function execute', 10, 80),
          moved('SelectedBytes', 'selected bytes', 31_130, 31_131),
          moved('SelectedMarks', 'selected marks', 4, 5),
        ],
        currentDesign,
      ).map(observationText),
    ).toEqual(['selected marks 4 → 5 (1.25x)', 'function execute 10 → 80 (8.00x)']);
  });

  it('do not say twice what was read and selected', () => {
    const read = moved('read_rows', 'rows read', 10, 40);
    expect(observe([read, moved('SelectedRows', 'selected rows', 10, 40)], currentDesign).map(observationText)).toEqual(
      ['rows read 10 → 40 (4.00x)'],
    );
    expect(observe([read, moved('SelectedRows', 'selected rows', 10, 30)], currentDesign)).toHaveLength(2);
  });

  it('are kept by how far a metric moved, not by how that is printed', () => {
    const kept = (after: number) => observe([moved('read_rows', 'rows read', 100_000, after)], currentDesign);
    expect(kept(100_499)).toEqual([]);
    expect(kept(100_501)).toHaveLength(1);
    expect(kept(99_501)).toHaveLength(1);
  });

  it('decide whether the plans of an undecided case are read, whatever stands in its texts', () => {
    const observed = observe([moved('read_rows', 'rows read', 10, 40)], currentDesign);
    const cases = [
      makeCase('moved', 'inconclusive', { observed, observations: [] }),
      makeCase('still', 'inconclusive', { observations: ['rows read 10 → 40 (4.00x)'] }),
    ];
    expect(casesToExplain(reportOf(cases))).toEqual([{ caseId: 'moved', profiled: false }]);
  });
});
