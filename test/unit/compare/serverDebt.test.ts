import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { compareRuns, mergeRuns } from '../../../src/compare/saved/compareRuns.ts';
import { oneArm } from '../../../src/compare/saved/oneArm.ts';
import { summarizeRun } from '../../../src/compare/summarizeRun.ts';
import type { ArmName } from '../../../src/model/arm.ts';
import type { ComparisonReport } from '../../../src/model/comparison.ts';
import type { Environment } from '../../../src/model/environment.ts';
import type { Run, RunPlan } from '../../../src/model/run.ts';
import type { CaseTables, StateReading, TableWork } from '../../../src/model/serverState.ts';
import { anArm, aPlan, aRun } from './builders.ts';
import { type Measured, measured } from './measured.ts';

const quiet: TableWork = {
  ...{ table: 'shop.orders', merges: 0, mutations: 0, parts: 4, mostParts: 4, rows: 1_000_000, bytes: 9 },
};

type Works = readonly (Partial<TableWork> | null)[];

/** A reading after each round of one arm; null: the table is not told of. */
function readings(arm: ArmName, works: Works): readonly StateReading[] {
  return works.map((work, round) => ({
    ...{ arms: [arm], session: 0, round, at: 1000 * round },
    state: { merges: 0, mutations: 0, foreignQueries: 0, tables: work === null ? [] : [{ ...quiet, ...work }] },
  }));
}

const times = (count: number, work: Partial<TableWork> = {}): Works => Array.from({ length: count }, () => work);

function reading(caseId: string, table = 'shop.orders'): readonly CaseTables[] {
  return (['baseline', 'candidate'] as const).map((arm) => ({ caseId, arm, tables: [table] }));
}

interface Setting {
  readonly baseline?: Works;
  readonly candidate?: Works;
  readonly measured?: Measured;
  readonly tablesRead?: readonly CaseTables[] | undefined;
  readonly plan?: Partial<RunPlan>;
  readonly environment?: Partial<Environment>;
  readonly run?: Partial<Run>;
}

const slower: Measured = { ratio: 2, confirmation: [2, 2, 2, 2] };

function judged({ baseline = times(10), candidate = times(10), ...more }: Setting): ComparisonReport {
  const { tablesRead = reading('a') } = more;
  return compareRun(
    aRun({
      plan: aPlan(more.plan),
      samples: measured(more.measured ?? slower),
      states: [...readings('baseline', baseline), ...readings('candidate', candidate)],
      arms: [anArm('baseline', more.environment), anArm('candidate', more.environment)],
      tablesRead,
      ...more.run,
    }),
  );
}

const verdict = (report: ComparisonReport) => report.cases[0]?.verdict;
const codes = ({ notices }: ComparisonReport) => notices.map(({ code }) => code).filter((one) => /^server-/.test(one));

describe.each<[string, Measured, string]>([
  ['slower', slower, 'regressed'],
  ['faster', { ratio: 0.5, confirmation: [2, 2, 2, 2] }, 'improved'],
  ['equivalent', {}, 'equivalent'],
])('a case that is %s', (_, what, usual) => {
  it('keeps its verdict where the servers were quiet, or nobody looked', () => {
    expect(verdict(judged({ measured: what }))).toBe(usual);
    expect(codes(judged({ measured: what }))).toEqual([]);
    const { states: _states, ...blind } = aRun({ samples: measured(what) });
    expect(verdict(compareRun(blind))).toBe(usual);
  });

  it.each<[string, Works, string]>([
    [
      'merges',
      [...times(8), ...times(2, { merges: 1 })],
      'Merges or mutations ran on shop.orders of the candidate at 2 of 10 readings',
    ],
    ['mutations', [...times(8), ...times(2, { mutations: 1 })], 'at 2 of 10 readings, in the baseline at 0 of 10'],
    [
      'parts that merges took away unseen',
      [{ parts: 9 }, { parts: 7 }, { parts: 4 }, ...times(7)],
      'at 2 of 10 readings',
    ],
    ['parts', times(10, { parts: 200, mostParts: 200 }), 'had up to 200 parts, in the baseline 4'],
    ['a replica behind', times(10, { replication: { queue: 9, delaySeconds: 95 } }), 'was up to 95 s behind'],
  ])('is held back by %s, with the figures and as measured', (_what, candidate, text) => {
    const report = judged({ measured: what, candidate });
    expect(report.cases[0]).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining(text) });
    expect(report.cases[0]?.reason).toMatch(/As measured, time was .*Measure again when the server is done\./);
    // Counters of what is read speak for themselves where the parts are alike.
    for (const one of report.cases[0]?.metrics ?? []) if (one.family !== 'work') expect(one.verdict).not.toBe(usual);
    expect(report.cases[0]?.evidence).toMatchObject({ restsOn: 'nothing', smallestVisible: null });
    expect(codes(report)).toContain('server-debt');
  });
});

describe('is no debt', () => {
  it.each<[string, Setting]>([
    ['what was seen in a tenth of the readings', { candidate: [{ merges: 1 }, ...times(9)] }],
    [
      'merges in half of the readings of both arms',
      { baseline: [...times(5, { merges: 1 }), ...times(5)], candidate: [...times(5), ...times(5, { merges: 2 })] },
    ],
    ['parts of both arms alike', { baseline: times(9, { mostParts: 900 }), candidate: times(9, { mostParts: 900 }) }],
    ['a few parts more', { candidate: times(9, { mostParts: 33 }) }],
    ['as many parts more as there are rows', { candidate: times(9, { mostParts: 90, rows: 30_000_000 }) }],
    [
      'a table that the case does not read',
      { candidate: times(9, { merges: 1 }), tablesRead: reading('a', 'shop.other') },
    ],
  ])('%s', (_, setting) => {
    expect(verdict(judged(setting))).toBe('regressed');
    expect(codes(judged(setting))).not.toContain('server-debt');
  });

  it('what happens to a table that both arms read on one server', () => {
    const states = readings('baseline', times(10, { merges: 3 })).map((one) => ({
      ...one,
      arms: ['baseline', 'candidate'] as const,
    }));
    const report = judged({ run: { states } });
    expect(verdict(report)).toBe('regressed');
    expect(codes(report)).toEqual(['server-drift']);
    const sameServer = judged({ candidate: times(10, { merges: 3 }), environment: { serverId: 'one' } });
    expect(verdict(sameServer)).toBe('regressed');
  });

  it('a table in many parts on a server of ours, where merges are stopped and the other arm has no such table', () => {
    const candidate = times(10, { table: 'shop.orders2', mostParts: 400 });
    const tablesRead = [...reading('a').slice(0, 1), { ...reading('a', 'shop.orders2')[1]! }];
    expect(verdict(judged({ candidate, tablesRead, environment: { restarts: true } }))).toBe('regressed');
    expect(verdict(judged({ candidate, tablesRead }))).toBe('inconclusive');
  });
});

it('is debt in either arm, and of any table where nobody knows which a case reads', () => {
  expect(verdict(judged({ baseline: times(9, { merges: 1 }) }))).toBe('inconclusive');
  expect(verdict(judged({ candidate: times(9, { merges: 1 }), tablesRead: [] }))).toBe('inconclusive');
});

it('is debt of both arms where merges run most of the time in both', () => {
  const busy = times(9, { merges: 1 });
  expect(verdict(judged({ baseline: busy, candidate: busy }))).toBe('inconclusive');
});

describe('exact counters beside debt', () => {
  const more: Measured = { facts: (arm) => ({ readRows: arm === 'baseline' ? 1e6 : 3e6 }) };
  const fewer: Measured = { facts: (arm) => ({ readRows: arm === 'baseline' ? 3e6 : 1e6 }) };
  const busy = times(10, { merges: 1 });

  it('call more work regressed where the tables have the same parts throughout', () => {
    const report = judged({ candidate: busy, measured: more });
    expect(report.cases[0]).toMatchObject({ verdict: 'regressed', evidence: { restsOn: 'counters' } });
    expect(report.cases[0]?.metrics.filter((one) => one.verdict === 'regressed').map(({ metric }) => metric)).toEqual([
      'read_rows',
    ]);
  });

  it('decide nothing where parts differ or change', () => {
    const moved = [{ merges: 1, parts: 5 }, ...busy.slice(1)];
    for (const candidate of [moved, times(10, { merges: 1, parts: 5 })])
      expect(verdict(judged({ candidate, measured: more }))).toBe('inconclusive');
  });

  it('call nothing improved', () => {
    expect(verdict(judged({ candidate: busy, measured: fewer }))).toBe('inconclusive');
  });

  it('decide alone where time is not judged, and the tables have the same parts', () => {
    const plan = { mode: { kind: 'counters', duet: false } } as const;
    expect(verdict(judged({ candidate: busy, measured: {}, plan }))).toBe('equivalent');
    const parts = times(10, { merges: 1, parts: 9 });
    expect(verdict(judged({ candidate: parts, measured: {}, plan }))).toBe('inconclusive');
    expect(verdict(judged({ candidate: parts, measured: more, plan }))).toBe('inconclusive');
  });
});

it('leaves totals to the cases without debt', () => {
  const plan = { caseIds: ['a', 'b', 'c'] };
  const samples = plan.caseIds.flatMap((caseId) => measured({ caseId }));
  const tablesRead = [...reading('a'), ...reading('b', 'shop.b'), ...reading('c', 'shop.c')];
  const report = judged({
    ...{ plan, tablesRead, candidate: times(9, { merges: 1 }) },
    run: { samples: samples.map((one, seq) => ({ ...one, seq })) },
  });
  expect(report.suite?.whole).toMatchObject({
    ...{ cases: 2, of: 3 },
    leftOut: [{ caseId: 'a', reason: 'a server still worked on its tables' }],
  });
});

describe('is told as a drift, and holds nothing back', () => {
  it.each<[string, Setting, string]>([
    [
      'of merges in both arms alike',
      {
        baseline: times(5, { merges: 0 }).map((one, at) => (at < 2 ? { merges: 1 } : one)),
        candidate: [...times(3), ...times(2, { merges: 1 })],
      },
      'merges or mutations ran on shop.orders of the baseline at 2 of 5 readings; merges or mutations ran on shop.orders of the candidate at 2 of 5 readings',
    ],
    [
      'of rows',
      { candidate: [{}, { rows: 1_200_000 }, ...times(8)] },
      'shop.orders of the candidate had 1,000,000 to 1,200,000 rows',
    ],
    [
      'of parts',
      { candidate: times(10).map((_, at) => ({ parts: 20 + at })) },
      'shop.orders of the candidate had 20 to 29 parts',
    ],
    [
      'of replication',
      { candidate: times(10).map((_, at) => ({ replication: { queue: 1, delaySeconds: 2 * at } })) },
      'a replica of shop.orders of the candidate was 0 s to 18 s behind',
    ],
  ])('%s', (_, setting, text) => {
    const report = judged(setting);
    expect(report.notices).toContainEqual({
      ...{ code: 'server-drift', level: 'caution' },
      text: expect.stringContaining(text),
    });
    expect(verdict(report)).toBe('regressed');
  });

  it('of queries of others, and of merges elsewhere that come and go', () => {
    const states = readings('baseline', times(10)).map((one, at) => ({
      ...one,
      state: { ...one.state, foreignQueries: at % 4, merges: at % 2 },
    }));
    expect(judged({ run: { states } }).notices).toContainEqual({
      ...{ code: 'server-drift', level: 'caution' },
      text: 'The servers did not stay as they were: merges or mutations ran on tables that no case reads of the baseline at 5 of 10 readings; other queries ran beside the baseline at 7 of 10 readings, up to 3 at once.',
    });
  });
});

it('tells of merges elsewhere that never end where they disturb one arm alone', () => {
  const states = [...readings('baseline', times(10)), ...readings('candidate', times(10))].map((one) => ({
    ...one,
    state: { ...one.state, merges: one.arms.includes('baseline') ? 2 : 0 },
  }));
  const on = (...ids: readonly [string, string]) => {
    const arms = [anArm('baseline', { serverId: ids[0] }), anArm('candidate', { serverId: ids[1] })];
    return judged({ run: { states, arms } }).notices.filter(({ code }) => code === 'server-drift');
  };
  expect(on('one', 'two')).toEqual([
    {
      ...{ code: 'server-drift', level: 'caution' },
      text: 'The servers did not stay as they were: merges or mutations ran on tables that no case reads of the baseline at 10 of 10 readings.',
    },
  ]);
  expect(on('one', 'one')).toEqual([]);
});

it('tells what a server did not tell, and takes it for no debt', () => {
  const missing = [{ source: 'merges', cause: 'not-permitted', detail: 'Not enough privileges.\nmore' }] as const;
  const states = readings('candidate', times(3)).map((one) => ({ ...one, state: { tables: [], missing } }));
  const report = judged({ run: { states } });
  expect(verdict(report)).toBe('regressed');
  expect(report.notices.filter(({ code }) => /^server-/.test(code))).toEqual([
    {
      ...{ code: 'server-state-unknown', level: 'caution' },
      text: 'What the servers did beside the executions is not wholly known: system.merges of the candidate (Not enough privileges.).',
    },
  ]);
});

it('tells of how many tables it did not look', () => {
  const states = readings('candidate', times(3)).map((one, at) => ({
    ...one,
    state: { ...one.state, tablesLeftOut: at },
  }));
  const report = judged({ run: { states } });
  expect(report.state?.servers.map(({ tablesLeftOut }) => tablesLeftOut)).toEqual([2]);
  expect(report.notices).toContainEqual({
    ...{ code: 'server-state-unknown', level: 'caution' },
    text: 'What the servers did beside the executions is not wholly known: 2 tables of the candidate beyond the first 100.',
  });
});

describe('of saved runs', () => {
  const states = [...readings('baseline', times(3)), ...readings('candidate', times(3, { merges: 2 }))];
  const both = aRun({ samples: measured(), states, tablesRead: reading('a') });

  it('is kept of each arm, by its name in the comparison and behind the sessions of the other', () => {
    const [base, candidate] = [oneArm(both, 'baseline'), oneArm(both, 'candidate')];
    expect(candidate.states?.map(({ arms }) => arms)).toEqual([['candidate'], ['candidate'], ['candidate']]);
    const merged = mergeRuns(base, candidate);
    expect(merged.states?.map(({ arms, session, state }) => [arms.join(), session, state.tables[0]?.merges])).toEqual([
      ...times(3).map(() => ['baseline', 0, 0]),
      ...times(3).map(() => ['candidate', 1, 2]),
    ]);
    expect(merged.tablesRead?.map(({ arm }) => arm)).toEqual(['baseline', 'candidate']);
  });

  it('is debt there too, though both were measured on one server', () => {
    const arms = [anArm('baseline', { serverId: 'one' }), anArm('candidate', { serverId: 'one' })];
    const run = { ...both, arms };
    const report = compareRuns(oneArm(run, 'baseline'), oneArm(run, 'candidate'));
    expect(report.cases[0]).toMatchObject({ verdict: 'inconclusive' });
    expect(codes(report)).toContain('server-debt');
  });

  it('is told of a run of one arm as a drift', () => {
    expect(summarizeRun(oneArm(both, 'candidate')).notices).toContainEqual(
      expect.objectContaining({ code: 'server-drift', text: expect.stringContaining('shop.orders of the candidate') }),
    );
  });
});
