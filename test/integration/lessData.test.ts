import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { realServices } from '../../src/servers/realServices.ts';
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
  });
});
afterAll(() => space.remove());

it('a slower query over less data is not called faster', async () => {
  const env = { HOGBENCH_HOME: join(space.folder, 'home') };
  const argv = ['ab', 'main', 'branch', '--no-self-check', '--max-pairs', '5', '--comment', 'c.md', '--force'];
  const ran = await space.run(argv, { services: realServices, env, asTyped: true });
  expect({ code: ran.code, out: ran.out + ran.err }).toMatchObject({
    code: 3,
    out: expect.stringContaining(
      'The candidate has less data: shop.orders has 3,000,000 rows in the baseline and 150,000 rows in the candidate.',
    ),
  });
  expect(ran.out).not.toMatch(/faster|cheaper/);
  expect(await space.read('c.md')).toMatch(/^### ⚠️/m);
}, 180_000);
