import { describe, expect, it } from 'vitest';
import { runGaps } from '../../../../src/compare/certify/runGaps.ts';
import type { ArmName } from '../../../../src/model/arm.ts';
import type { Missing } from '../../../../src/model/certificate.ts';
import type { Environment } from '../../../../src/model/environment.ts';
import type { Run } from '../../../../src/model/run.ts';
import type { ServerState, StateReading, TableWork } from '../../../../src/model/serverState.ts';
import { anArm, aRun } from '../builders.ts';

const arms = ['baseline', 'candidate'] as const;
const orders: TableWork = { table: 'shop.orders', merges: 0, mutations: 0, parts: 4, mostParts: 4, rows: 1000 };
const dataset = [{ database: 'shop', table: 'orders', engine: 'MergeTree', parts: 4, rows: 1000, bytes: 9 }];
const quiet: ServerState = { merges: 0, mutations: 0, foreignQueries: 0, tables: [orders] };

/** One reading after the other of an arm's server. */
const states = (arm: ArmName, ...all: readonly Partial<ServerState>[]): readonly StateReading[] =>
  all.map((one, round) => ({ ...{ arms: [arm], session: 0, round, at: 1000 * round }, state: { ...quiet, ...one } }));

const servers = (baseline: Partial<Environment> = {}, candidate: Partial<Environment> = {}) => [
  anArm('baseline', { target: 'old', serverId: '1', dataset, ...baseline }),
  anArm('candidate', { target: 'new', serverId: '2', dataset, ...candidate }),
];

/** A run of two servers that are quiet and tell all, but for what is said. */
function gaps(part: Partial<Run> = {}): readonly Missing[] {
  return runGaps(
    aRun({
      arms: servers(),
      states: [...states('baseline', {}, {}), ...states('candidate', {}, {})],
      tablesRead: arms.map((arm) => ({ arm, caseId: 'a', tables: ['shop.orders'] })),
      ...part,
    }),
  );
}

it('has nothing where every table was seen', () => {
  expect(gaps()).toEqual([]);
});

describe('a table that a case reads', () => {
  const unread = (arm: ArmName, ...tables: readonly string[]) => ({ kind: 'tablesUnread', arm, tables });

  it('is missing where no reading of an arm tells of it', () => {
    const hidden = [...states('baseline', {}), ...states('candidate', { tables: [] }, { tables: [] })];
    expect(gaps({ states: hidden })).toEqual([unread('candidate', 'shop.orders')]);
    // Those that cases may read, where nobody knows which.
    expect(gaps({ states: hidden, tablesRead: [] })).toEqual([unread('candidate', 'shop.orders')]);
    expect(gaps({ states: states('candidate', {}) })).toEqual([unread('baseline', 'shop.orders')]);
    const other = arms.map((arm) => ({ arm, caseId: 'a', tables: ['shop.b', 'shop.a'] }));
    expect(gaps({ tablesRead: other })).toEqual(arms.map((arm) => unread(arm, 'shop.a', 'shop.b')));
  });

  it('is not where one reading does, or where it has no parts', () => {
    const late = [...states('baseline', {}), ...states('candidate', { tables: [] }, {})];
    expect(gaps({ states: late })).toEqual([]);
    const view = arms.map((arm) => ({ arm, caseId: 'a', tables: ['shop.orders', 'shop.view'] }));
    const seen = arms.flatMap((arm) => states(arm, { withoutParts: ['shop.view'] }));
    expect(gaps({ tablesRead: view, states: seen })).toEqual([]);
  });
});

describe('data of two servers', () => {
  const none = { dataset: [] };
  const reads = (...tables: readonly string[]) => arms.map((arm) => ({ arm, caseId: 'a', tables }));

  it('is unknown where neither lists a table and cases read some, or nobody knows', () => {
    expect(gaps({ arms: servers(none, none) })).toEqual([{ kind: 'dataUnknown' }]);
    expect(gaps({ arms: servers(none, none), tablesRead: [] })).toEqual([{ kind: 'dataUnknown' }]);
    expect(gaps({ arms: servers(none, none), tablesRead: reads().slice(1) })).toEqual([{ kind: 'dataUnknown' }]);
  });

  it('is needed neither where cases read no table, nor on one server', () => {
    expect(gaps({ arms: servers(none, none), tablesRead: reads() })).toEqual([]);
    expect(gaps({ arms: servers(none, { ...none, serverId: '1' }) })).toEqual([]);
  });
});

describe('work beside the queries', () => {
  const often = (times: number, what: Partial<ServerState>) =>
    Array.from({ length: 10 }, (_, at) => (at < times ? what : {}));
  const beside = (what: Partial<ServerState>, baseline: number, candidate: number) => [
    ...states('baseline', ...often(baseline, what)),
    ...states('candidate', ...often(candidate, what)),
  ];
  const seen = (readings: number) => ({ readings, of: 10 });

  it.each([
    ['foreign', { foreignQueries: 2 }],
    ['work', { merges: 1 }],
    ['work', { mutations: 3 }],
  ] as const)('is missing where the baseline has more of it: %s %j', (by, what) => {
    const found = { kind: 'baselineBusier', by };
    expect(gaps({ states: beside(what, 10, 0) })).toMatchObject([
      { ...found, seen: { baseline: seen(10), candidate: seen(0) } },
    ]);
    expect(gaps({ states: beside(what, 4, 2) })).toMatchObject([
      { ...found, seen: { baseline: seen(4), candidate: seen(2) } },
    ]);
    expect(gaps({ states: beside(what, 3, 2) })).toEqual([]);
    expect(gaps({ states: beside(what, 10, 10) })).toEqual([]);
    expect(gaps({ states: beside(what, 0, 10) }), 'the other way round').toEqual([]);
    const one = servers({}, { serverId: '1' });
    expect(gaps({ states: beside(what, 10, 0), arms: one }), 'on one server').toEqual([]);
  });

  it('is missing where the baseline has more of it at once, however often', () => {
    const both = (baseline: number, candidate: number) =>
      gaps({
        states: [
          ...states('baseline', { foreignQueries: baseline }),
          ...states('candidate', { foreignQueries: candidate }),
        ],
      });
    expect(both(40, 1)).toMatchObject([{ kind: 'baselineBusier', mean: { baseline: 40, candidate: 1 } }]);
    expect(both(2, 1)).toHaveLength(1);
    expect(both(21, 20), 'about as much').toEqual([]);
    expect(both(1, 40), 'the other way round').toEqual([]);
  });

  it('is none of the tables that cases read, whose merges are debts', () => {
    const merging = { merges: 1, tables: [{ ...orders, merges: 1 }] };
    expect(gaps({ states: beside(merging, 10, 0) })).toEqual([]);
  });
});

describe('rows that go away while they are measured', () => {
  const rows = (arm: ArmName, ...all: readonly number[]) =>
    states(arm, ...all.map((count) => ({ tables: [{ ...orders, rows: count }] })));
  const vanished = (part: Partial<Run>) => gaps(part).filter(({ kind }) => kind === 'rowsVanished');
  const [from, to] = [
    { candidate: 1000, baseline: 1000 },
    { candidate: 600, baseline: 1000 },
  ];

  it('are missing where the baseline keeps them', () => {
    const found = [{ kind: 'rowsVanished', table: 'shop.orders', from, to }];
    expect(vanished({ states: [...rows('baseline', 1000, 1000), ...rows('candidate', 1000, 600)] })).toEqual(found);
    // Before the first reading, while results were read.
    expect(vanished({ states: [...rows('baseline', 1000), ...rows('candidate', 600)] })).toEqual(found);
    expect(
      vanished({ states: [...rows('baseline', 1000, 1000, 1000), ...rows('candidate', 1000, 600, 1000)] }),
    ).toEqual(found);
  });

  it('are missing where those of the baseline grow alone', () => {
    expect(vanished({ states: [...rows('baseline', 1000, 2000), ...rows('candidate', 1000, 1000)] })).toEqual([
      { kind: 'rowsVanished', table: 'shop.orders', from, to: { candidate: 1000, baseline: 2000 } },
    ]);
  });

  it('are no gap where both arms lose or gain them, where the baseline alone does, or where they are few', () => {
    for (const [baseline, candidate] of [
      [
        [1000, 500],
        [1000, 500],
      ],
      [
        [1000, 5000],
        [1000, 5000],
      ],
      [
        [1000, 10],
        [1000, 1000],
      ],
      [
        [1000, 1000],
        [1000, 980],
      ],
    ] as const)
      expect(vanished({ states: [...rows('baseline', ...baseline), ...rows('candidate', ...candidate)] })).toEqual([]);
  });

  it('are held against the same table in another database, and against what it was where the baseline has none', () => {
    const of = (table: string) => {
      const candidate = states(
        'candidate',
        { tables: [{ ...orders, table }] },
        { tables: [{ ...orders, table, rows: 1 }] },
      );
      const tablesRead = arms.map((arm) => ({
        arm,
        caseId: 'a',
        tables: [arm === 'candidate' ? table : 'shop.orders'],
      }));
      return vanished({ states: [...rows('baseline', 1000, 1000), ...candidate], tablesRead });
    };
    expect(of('other.orders')).toEqual([
      { kind: 'rowsVanished', table: 'other.orders', from, to: { candidate: 1, baseline: 1000 } },
    ]);
    expect(of('shop.orders2')).toEqual([
      {
        ...{ kind: 'rowsVanished', table: 'shop.orders2' },
        from: { candidate: 1000, baseline: null },
        to: { candidate: 1, baseline: null },
      },
    ]);
  });

  it('are not held against a description where a reading counts every replica', () => {
    const cluster = { serverHosts: 2 };
    const states = [...rows('baseline', 2000, 2000), ...rows('candidate', 1000, 1000)];
    expect(vanished({ states, arms: servers(cluster, cluster) })).toEqual([]);
    // The reading before the first batch of rounds has the place of the one after it.
    const inOnePlace = [...rows('baseline', 2000, 2000), ...rows('candidate', 1000, 500)].map((one) => ({
      ...one,
      round: 0,
    }));
    expect(vanished({ states: inOnePlace, arms: servers(cluster, cluster) })).toHaveLength(1);
    const falling = [...rows('baseline', 2000, 2000), ...rows('candidate', 1000, 500)];
    expect(vanished({ states: falling, arms: servers(cluster, cluster) })).toHaveLength(1);
  });
});
