import { expect, it } from 'vitest';
import type { CasesSent, LoadReport } from '../../../../src/model/loadReport.ts';
import { loadMarkdown } from '../../../../src/report/load/loadMarkdown.ts';
import { loadTerminal } from '../../../../src/report/load/loadTerminal.ts';
import { loadVerdictLine } from '../../../../src/report/load/loadVerdictLine.ts';
import { keptLoad, overloadedLoad } from '../../../support/loadReports.ts';

function withCases(cases: CasesSent, report = keptLoad()): LoadReport {
  return { ...report, trials: report.trials.map((one) => ({ ...one, cases })) };
}

const one = (caseId: string, of: string) => ({ caseId, of, failed: 7, how: 'UNKNOWN_TABLE (60)' });
const flat = (report: LoadReport): string => loadTerminal(report, { color: false, width: 120 }).replaceAll(/\s+/g, ' ');

it('cases that were never sent are told', () => {
  const report = withCases({ of: 168, neverSent: 12, alwaysFailed: { count: 0, worst: [] } });
  const text = '12 of 168 cases were never sent in the judged time';
  expect(flat(report)).toContain(text);
  expect(loadMarkdown(report)).toContain(`- ${text}`);
  expect(loadVerdictLine(report)).toMatch(/^Kept: [^;]*$/);
});

it('a case that failed every time is told, and the verdict says so', () => {
  const worst = ['x', 'y', 'z', 'u', 'v', 'w'].map((id) => one(id, 'online'));
  const report = withCases({ of: 9, neverSent: 0, alwaysFailed: { count: 30, worst } });
  expect(flat(report)).toContain('case x failed every time (7 of 7, UNKNOWN_TABLE (60))');
  expect(flat(report)).toContain('25 more cases failed every time');
  expect(loadVerdictLine(report)).toMatch(
    /^Kept: .*; case x failed every time \(7 of 7, UNKNOWN_TABLE \(60\)\), and so did 5 other cases$/,
  );
});

it('of what is there to disturb it is no word of the verdict', () => {
  const report = withCases({ of: 9, neverSent: 0, alwaysFailed: { count: 1, worst: [one('x', 'batch')] } });
  expect(flat(report)).toContain('case x failed every time');
  expect(loadVerdictLine(report)).not.toContain('every time');
});

it('where we did not send it all, the server is not called overloaded', () => {
  const report = overloadedLoad();
  expect(flat(report)).toContain('overloaded: more arrives than is done');
  const unsent = report.trials.map((trial) => ({
    ...trial,
    classes: trial.classes.map((of) => ({
      ...of,
      failed: [{ name: 'not sent', count: of.requests * 0.05, share: 0.05 }],
    })),
  }));
  expect(flat({ ...report, trials: unsent })).not.toContain('overloaded: ');
  expect(flat({ ...report, trials: unsent })).toContain('raise --max-in-flight');
  const late = report.trials.map((trial) => ({
    ...trial,
    faults: [{ kind: 'lag' as const, what: 'it was late', fix: 'do not' }],
  }));
  expect(flat({ ...report, trials: late })).not.toContain('overloaded: ');
  expect(flat({ ...report, trials: late })).toContain('give it more --workers');
});

it('the backlog of the table is the largest of the judged time, and few requests are no average', () => {
  const report = keptLoad();
  const trials = report.trials.map((trial) => ({
    ...trial,
    classes: trial.classes.map((of) => ({
      ...of,
      ...(of.time === undefined ? {} : { time: { ...of.time, known: 29 } }),
      seconds: of.seconds.map((second) => ({
        ...second,
        backlog: second.second === 30 ? 4321 : second.second < 5 ? 9999 : 0,
      })),
    })),
  }));
  const text = flat({ ...report, trials });
  expect(text).toContain('4,321');
  expect(text).not.toContain('9,999');
  expect(text).not.toContain('on average');
  expect(text).toContain('too few for an average of where time went');
});
