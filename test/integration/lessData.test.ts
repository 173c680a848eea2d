import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { realServices } from '../../src/servers/realServices.ts';
import { readRun } from '../../src/store/readRun.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

const data = (rows: number): string => `INSERT INTO shop.orders SELECT number, number % 1000 FROM numbers(${rows});\n`;
const schema = (engine: string): string =>
  `CREATE DATABASE IF NOT EXISTS shop;\nCREATE OR REPLACE TABLE shop.orders (id UInt64, customer UInt32) ENGINE = ${engine};\n`;
const query = (sum: string): string => `-- name: many\nSELECT ${sum} > 10 AS many FROM orders;\n`;

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace({
    'main/workload.yaml':
      'name: shop\ndatabase: shop\nschema: [schema.sql]\ndata: [data.sql]\nsettings: {max_threads: 1}\n',
    'main/schema.sql': schema('MergeTree ORDER BY id'),
    'main/data.sql': data(3_000_000),
    'main/queries.sql': query('sum(cityHash64(id))'),
    'branch/workload.yaml': 'name: branch\nextends: ../main\nschema: [../main/schema.sql]\ndata: [data.sql]\n',
    'branch/data.sql': data(150_000),
    'branch/queries.sql': query('sum(cityHash64(id, customer))'),
    'log/queries.sql': query('sum(cityHash64(id))'),
    'log/workload.yaml': 'name: log\nextends: ../main\nschema: [schema.sql]\ndata: [../main/data.sql]\n',
    'log/schema.sql': schema('Log'),
    'less/workload.yaml': 'name: less\nextends: ../log\nschema: [../log/schema.sql]\ndata: [../branch/data.sql]\n',
    'less/queries.sql': query('sum(cityHash64(id, customer))'),
    'view/workload.yaml':
      'name: view\nextends: ../main\nschema: [../main/schema.sql, view.sql]\ndata: [../main/data.sql]\n',
    'view/view.sql': 'CREATE OR REPLACE VIEW shop.seen AS SELECT * FROM shop.orders WHERE id >= 0;\n',
    'view/queries.sql': query('sum(cityHash64(id))').replace('orders', 'seen'),
    'seen/workload.yaml':
      'name: seen\nextends: ../view\nschema: [../main/schema.sql, ../view/view.sql]\ndata: [../branch/data.sql]\n',
    'seen/queries.sql': query('sum(cityHash64(id, customer))').replace('orders', 'seen'),
  });
});
afterAll(() => space.remove());

it.each([
  ['its table', 'main', 'branch', []],
  // How its rows are counted is asked here; times are judged alike.
  ['a table that has no parts', 'log', 'less', ['--counters-only']],
  ['the table behind a view', 'view', 'seen', ['--counters-only']],
])('a slower query over less data in %s is not called faster', async (_, main, branch, more) => {
  const env = { HOGBENCH_HOME: join(space.folder, 'home') };
  const argv = ['ab', main, branch, '--no-self-check', '--max-pairs', '5', ...more, '--comment', 'c.md', '--force'];
  const ran = await space.run(argv, { services: realServices, env, asTyped: true });
  expect({ code: ran.code, out: ran.out + ran.err }).toMatchObject({
    code: 3,
    out: expect.stringContaining(
      'The candidate has less data: shop.orders has 3,000,000 rows in the baseline and 150,000 rows in the candidate.',
    ),
  });
  expect(ran.out).not.toMatch(/faster|cheaper/);
  expect(await space.read('c.md')).toMatch(/^### ⚠️/m);
  // Two datasets are on two servers, whose processes are new for every pair.
  const { run } = await readRun(join(space.folder, 'hogbench-out/run.jsonl.gz'));
  expect(new Set(run.arms.map(({ environment }) => environment.serverId)).size).toBe(2);
  const screening = run.samples.filter((one) => one.stage === 'screening').map(({ session }) => session);
  if (more.length === 0) expect(screening.sort((a, b) => a - b)).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
});
