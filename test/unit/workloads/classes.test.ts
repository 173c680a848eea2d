import { describe, expect, it } from 'vitest';
import { readFiles, told } from './tempWorkload.ts';

const manifest = `
classes:
  online: {match: {workload: ONLINE, team: [2, 7]}, slo: {p95: 3s, errors: 0.1%}, settings: {workload: online, log_queries: true}}
  batch:
    match: {workload: OFFLINE}
    slo: {p95: 60s}
    arrival: closed
    concurrency: 4
    think: 500ms
  rest: {match: {}, arrival: poisson, rate: 2.5}
scheduling: [scheduling.sql]
`;
const scheduling = `CREATE RESOURCE query (QUERY);
-- ours
CREATE OR REPLACE WORKLOAD all SETTINGS max_concurrent_queries = 2;
create workload online in all settings weight = 9.5, priority = -1, max_io_requests = '1Ki' FOR query;`;

const a = { 'a.sql': 'SELECT 1' };

describe('classes of a workload', () => {
  it('are read with what is promised to them and how they arrive', async () => {
    const { workload, problems } = await readFiles({ ...a, 'workload.yaml': manifest, 'scheduling.sql': scheduling });
    expect(problems).toEqual([]);
    expect(workload.classes).toEqual([
      {
        name: 'online',
        match: { workload: ['ONLINE'], team: [2, 7] },
        slo: { latency: [{ share: 0.95, mostMs: 3000 }], errors: 0.001 },
        settings: { workload: 'online', log_queries: 1 },
      },
      {
        name: 'batch',
        match: { workload: ['OFFLINE'] },
        slo: { latency: [{ share: 0.95, mostMs: 60_000 }] },
        settings: {},
        arrival: 'closed',
        users: 4,
        thinkMs: 500,
      },
      { name: 'rest', match: {}, settings: {}, arrival: 'poisson', rate: 2.5 },
    ]);
  });

  it('bring scheduling scripts that are no cases and no part of the dataset', async () => {
    const { workload } = await readFiles({ ...a, 'workload.yaml': manifest, 'scheduling.sql': scheduling });
    expect(workload.cases.map(({ id }) => id)).toEqual(['a']);
    expect(workload.setup).toEqual([]);
    expect(workload.scheduling?.map(({ file, statements }) => [file, statements.length])).toEqual([
      ['scheduling.sql', 3],
    ]);
    expect(workload.scheduling?.[0]?.statements[1]?.place).toEqual({ file: 'scheduling.sql', line: 3, column: 1 });
  });

  it('have their settings judged where they stand', async () => {
    const { workload } = await readFiles({ ...a, 'workload.yaml': manifest, 'scheduling.sql': scheduling });
    expect(workload.lint?.settings.map(({ name, place }) => [name, place.line])).toEqual([
      ['workload', 3],
      ['log_queries', 3],
    ]);
  });

  it('are those of the base unless a workload has its own', async () => {
    const base = { 'base/a.sql': 'SELECT 1', 'base/workload.yaml': manifest, 'base/scheduling.sql': scheduling };
    const inherited = await readFiles({ ...base, 'top/workload.yaml': 'extends: ../base' }, 'top');
    expect(inherited.workload.classes?.map(({ name }) => name)).toEqual(['online', 'batch', 'rest']);
    expect(inherited.workload.scheduling?.[0]?.file).toBe('base/scheduling.sql');
    const own = 'extends: ../base\nclasses: {mine: {match: {}}}\nscheduling: []';
    const { workload } = await readFiles({ ...base, 'top/workload.yaml': own }, 'top');
    expect(workload.classes?.map(({ name }) => name)).toEqual(['mine']);
    expect(workload.scheduling).toBeUndefined();
  });
});

describe('what is wrong with classes is told with its place', () => {
  it.each([
    ['an unknown key', '{a: {match: {}, ^mtach: {}}}', 'unknown key `mtach`'],
    ['no match', '{a: ^{slo: {p95: 3s}}}', '`classes.a.match` must be a map of tags'],
    ['a list without values', '{a: {match: {team: ^[]}}}', '`classes.a.match.team` must be the value of a tag'],
    ['a null', '{a: {match: {team: ^null}}}', '`classes.a.match.team` must be the value of a tag'],
    ['an slo without a promise', '{a: {match: {}, slo: ^{}}}', '`classes.a.slo` promises nothing'],
    ['an unknown promise', '{a: {match: {}, slo: {p100: ^3s}}}', '`classes.a.slo.p100` is no promise'],
    ['a time without a unit', '{a: {match: {}, slo: {p95: ^3}}}', '`classes.a.slo.p95` must be a time'],
    ['a contradiction', '{a: {match: {}, slo: {p95: 3s, p99: ^2s}}}', '`classes.a.slo.p99` is shorter than p95'],
    ['users of an open loop', '{a: {match: {}, concurrency: ^4}}', '`classes.a.concurrency` needs `arrival: closed`'],
    ['a rate of a closed one', '{a: {match: {}, arrival: closed, rate: ^4}}', '`classes.a.rate` is no part of'],
    ['a rate of a recorded one', '{a: {match: {}, arrival: recorded, rate: ^4}}', '`classes.a.rate` is no part of'],
    ['thinking in an open loop', '{a: {match: {}, think: ^1s}}', '`classes.a.think` needs `arrival: closed`'],
    ['no rate at all', '{a: {match: {}, rate: ^0}}', '`classes.a.rate` must be a number of requests'],
    ['half a user', '{a: {match: {}, arrival: closed, concurrency: ^1.5}}', '`classes.a.concurrency` must be'],
    ['an unknown arrival', '{a: {match: {}, arrival: ^often}}', '`classes.a.arrival` must be one of poisson'],
    ['a setting of the request', '{a: {match: {}, settings: {user: ^x}}}', '`classes.a.settings.user`'],
    ['a name that is not plain', '{a.b: ^{match: {}}}', '`classes.a.b` must be a name of letters'],
    ['a name of every object', '{constructor: ^{match: {}}}', '`classes.constructor` must be a name'],
    ['no class', '^{}', '`classes` has no class'],
    ['a list', '^[a]', '`classes` must be a map of classes'],
  ])('%s', async (_, written, expected) => {
    const text = `classes: ${written}`;
    const lines = told(await readFiles({ ...a, 'workload.yaml': text.replace('^', '') }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`workload.yaml:1:${text.indexOf('^') + 1} ${expected}`);
  });

  it('says what a misspelt key of a class was to be', async () => {
    const { problems } = await readFiles({ ...a, 'workload.yaml': 'classes: {a: {match: {}, concurency: 4}}' });
    expect(problems[0]?.fix).toBe('did you mean `concurrency`?');
  });

  it('counts classes', async () => {
    const names = Array.from({ length: 33 }, (_, at) => `c${at}: {match: {}}`);
    const lines = told(await readFiles({ ...a, 'workload.yaml': `classes: {${names.join(', ')}}` }));
    expect(lines).toEqual(['workload.yaml:1:10 `classes` has more than 32 classes']);
  });

  it('does not take a scheduling script for cases when something else is wrong', async () => {
    const files = { ...a, 'workload.yaml': 'scheduling: [s.sql]\nnmae: x', 's.sql': scheduling };
    expect(told(await readFiles(files))).toEqual(['workload.yaml:2:1 unknown key `nmae`']);
  });
});

describe('a scheduling script creates resources and workloads alone', () => {
  it.each([
    'DROP WORKLOAD all',
    'SELECT 1',
    'CREATE TABLE t (a Int8) ENGINE = Memory',
    'CREATE WORKLOAD IF NOT EXISTS all',
    'CREATE WORKLOAD all ON CLUSTER c',
    'CREATE RESOURCE r ON CLUSTER c (QUERY)',
    'CREATE USER u',
    'CREATE /* WORKLOAD */ USER u',
    'CREATE WORKLOAD `a b`',
    'CREATE RESOURCE r',
    'CREATE RESOURCE r (QUERY) PARALLEL WITH DROP TABLE t',
    'CREATE WORKLOAD all PARALLEL WITH DROP TABLE t',
    'GRANT ALL ON *.* TO u',
    'CREATE WORKLOAD b IN all SETTINGS weight = 1 PARALLEL WITH DROP TABLE t',
    'CREATE WORKLOAD b IN all SETTINGS weight = (SELECT 1)',
    'CREATE WORKLOAD b IN all SETTINGS weight = 1,',
    'CREATE WORKLOAD b IN all SETTINGS',
    'CREATE OR REPLACE WORKLOAD all SETTINGS weight = 2',
  ])('%s', async (statement) => {
    const files = { ...a, 'workload.yaml': 'scheduling: [s.sql]', 's.sql': `CREATE WORKLOAD all;\n${statement};` };
    const { problems } = await readFiles(files);
    expect(problems).toMatchObject([{ rule: 'scheduling', place: { file: 's.sql', line: 2, column: 1 } }]);
  });

  it('is looked for where the manifest says', async () => {
    expect(told(await readFiles({ ...a, 'workload.yaml': 'scheduling: [s.sql]' }))).toEqual([
      'workload.yaml:1:14 there is no file `s.sql`',
    ]);
  });
});
