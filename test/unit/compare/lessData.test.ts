import { describe, expect, it } from 'vitest';
import { simulateSaved } from '../../../calibration/savedWorld.ts';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { compareRuns } from '../../../src/compare/saved/compareRuns.ts';
import type { ComparisonReport } from '../../../src/model/comparison.ts';
import { type Environment, usualPolicy } from '../../../src/model/environment.ts';
import type { Run, RunPlan } from '../../../src/model/run.ts';
import { anArm, aPlan, aRun } from './builders.ts';
import { type Measured, measured } from './measured.ts';

const table = { database: 'd', table: 't', engine: 'MergeTree', parts: 3, rows: 1_500_000, bytes: 9 };
const holding = (rows: number, part: Partial<typeof table> = {}): Partial<Environment> => ({
  dataset: [{ ...table, rows, ...part }],
});
const full = holding(table.rows);
const faster: Measured = { ratio: 0.5, confirmation: [2, 2, 2, 2] };

function judged(
  what: Measured,
  before: Partial<Environment>,
  after: Partial<Environment>,
  plan: Partial<RunPlan> = {},
): ComparisonReport {
  const arms = [anArm('baseline', before), anArm('candidate', after)];
  return compareRun(aRun({ plan: aPlan(plan), samples: measured(what), arms }));
}

const verdict = (report: ComparisonReport) => report.cases[0]?.verdict;
const isTold = ({ notices }: ComparisonReport): boolean => notices.some(({ code }) => code === 'less-data');

describe.each<[string, Measured, Partial<RunPlan>, string]>([
  ['faster', faster, {}, 'improved'],
  ['equivalent', {}, {}, 'equivalent'],
  ['faster, in halves that start together', faster, { mode: { kind: 'duet' } }, 'improved'],
  [
    'of less peak memory',
    { confirmation: [2, 2, 2, 2], facts: (arm) => ({ memoryBytes: arm === 'baseline' ? 2e8 : 1e8 }) },
    {},
    'improved',
  ],
])('a case that is %s', (_, what, plan, favourable) => {
  it('is undecided over fewer rows, and says which table, both numbers and what to do', () => {
    const report = judged(what, full, holding(150_000), plan);
    expect(report.cases[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(
        /^The candidate has less data: d\.t has 1,500,000 rows in the baseline and 150,000 rows in the candidate\. .*give both arms the same data\./,
      ),
    });
    expect(report.cases[0]?.metrics.map((one) => one.verdict)).not.toContain(favourable);
    expect(report.suite).toBeNull();
    expect(isTold(report)).toBe(true);
  });

  it('stays so over the same rows, over more, and over other parts, engines and bytes', () => {
    for (const after of [
      full,
      holding(9e6),
      holding(table.rows, { parts: 9, bytes: 1, engine: 'ReplacingMergeTree' }),
    ]) {
      const report = judged(what, full, after, plan);
      expect(verdict(report)).toBe(favourable);
      expect(isTold(report)).toBe(false);
    }
  });
});

it('what is slower over fewer rows is slower still', () => {
  const report = judged({ ratio: 2, confirmation: [2, 2, 2, 2] }, full, holding(150_000));
  expect(verdict(report)).toBe('regressed');
  expect(report.cases[0]?.metrics.map((one) => one.verdict)).not.toContain('equivalent');
  expect(isTold(report)).toBe(true);
});

it.each([
  [0.05, 0.976, 'improved'],
  [0.05, 0.975, 'inconclusive'],
  [0.21, 0.91, 'improved'],
  [0.21, 0.909, 'inconclusive'],
])(
  'with a margin of %d, %d of the rows leave a faster case %s: the bound is 1 / √(1 + margin)',
  (margin, part, expected) => {
    expect(verdict(judged(faster, holding(1e6), holding(part * 1e6), { margin }))).toBe(expected);
  },
);

describe('rows that cannot be told', () => {
  it.each<[string, Partial<Environment>, Partial<Environment>]>([
    ['a table in one arm and a view in the other', full, holding(0, { engine: 'View' })],
    ['the other way round', holding(0, { engine: 'View' }), full],
    ['a view and a table of files', holding(0, { engine: 'View' }), holding(0, { engine: 'File' })],
    ['tables that one of two servers does not tell of', { ...full, serverId: 'a' }, { dataset: [], serverId: 'b' }],
    ['and those of servers of which no identity is known', { dataset: [] }, full],
  ])('leave nothing favourable: %s', (_, before, after) => {
    const report = judged(faster, before, after);
    expect(report.cases[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(
        /^Whether the candidate has less data is not known: d\.t has .*an unknown number of/,
      ),
    });
  });

  it('are no matter where both arms read one view, no table, or one server', () => {
    const view = holding(0, { engine: 'View' });
    expect(verdict(judged(faster, view, view))).toBe('improved');
    expect(verdict(judged(faster, { dataset: [] }, { dataset: [] }))).toBe('improved');
    expect(verdict(judged(faster, { ...full, serverId: 'a' }, { dataset: [], serverId: 'a' }))).toBe('improved');
  });
});

it('a table is known by its name where the arms ask two databases, and another table is what a query was rewritten for', () => {
  const elsewhereNamed = judged(faster, full, holding(150_000, { database: 'e' }));
  expect(elsewhereNamed.cases[0]?.reason).toContain(
    'd.t has 1,500,000 rows in the baseline and 150,000 rows in e.t of the candidate',
  );
  expect(verdict(judged(faster, full, holding(150_000, { table: 'by_day' })))).toBe('improved');
});

it('of replicas the one with the fewest rows counts', () => {
  const replica = (host: string, rows: number) => ({
    url: `http://${host}:8123`,
    host,
    version: '1',
    rows: { 'd.t': rows },
  });
  const replicas = (rows: number) => ({ ...full, replicas: [replica('a', table.rows), replica('b', rows)] });
  expect(verdict(judged(faster, replicas(table.rows), replicas(150_000)))).toBe('inconclusive');
  expect(verdict(judged(faster, replicas(table.rows), replicas(table.rows)))).toBe('improved');
});

it('of two saved runs no policy makes fewer rows a gain', () => {
  const { base, candidate } = simulateSaved({
    ...{ seed: 7, cases: 12, noise: 0.004, machine: 0.005, modes: 0 },
    shift: (index) => (index === 5 ? Math.log(0.5) : 0),
  });
  const elsewhere = (run: Run, environment: Partial<Environment>): Run => ({
    ...run,
    arms: [anArm('baseline', environment)],
  });
  const policy = { ...usualPolicy, dataset: 'warn' } as const;
  const of = (rows: number) => compareRuns(elsewhere(base, full), elsewhere(candidate, holding(rows)), { policy });
  const verdictOf = (report: ComparisonReport) => report.cases.find(({ caseId }) => caseId === 'case5')?.verdict;
  expect(verdictOf(of(table.rows))).toBe('improved');
  expect(verdictOf(of(150_000))).toBe('inconclusive');
  expect(of(150_000).counts).toMatchObject({ improved: 0, equivalent: 0 });
});
