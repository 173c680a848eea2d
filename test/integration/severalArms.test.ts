import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ArmsReport } from '../../src/model/armsReport.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { readAnyRun } from '../../src/store/readRun.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace({
    'main/workload.yaml':
      'name: shop\ndatabase: shop\nschema: [schema.sql]\ndata: [data.sql]\nsettings: {max_threads: 1}\n',
    'main/schema.sql': `CREATE DATABASE IF NOT EXISTS shop;
CREATE OR REPLACE TABLE shop.orders (id UInt64, customer UInt32) ENGINE = MergeTree ORDER BY id;
`,
    'main/data.sql': 'INSERT INTO shop.orders SELECT number, number % 1000 FROM numbers(300000);\n',
    'main/queries.sql': `-- name: last
SELECT count(), sum(customer) FROM orders WHERE id >= 290000;

-- name: customers
SELECT customer, count() AS n FROM orders GROUP BY customer ORDER BY n DESC, customer LIMIT 10;
`,
    'branch/workload.yaml': 'name: branch\nextends: ../main\n',
    // The sort key no longer serves: all granules are read, for the same result.
    'branch/queries.sql': '-- name: last\nSELECT count(), sum(customer) FROM orders WHERE id + rand() % 1 >= 290000;\n',
  });
});
afterAll(() => space.remove());

async function compared(out: string, ...more: readonly string[]) {
  const env = { HOGBENCH_HOME: join(space.folder, 'home') };
  const arms = ['old', 'same', 'other'].flatMap((name) => ['--arm', `${name}=embedded`]);
  const argv = ['ab', 'main', ...arms, '--all', '--seed', '1', '--max-pairs', '6', '--out', out, '--json', ...more];
  const ran = await space.run(argv, { services: realServices, env });
  const report = JSON.parse(ran.out === '' ? '{}' : ran.out) as ArmsReport;
  const verdicts = new Map(
    (report.comparisons ?? []).map((one) => [
      one.label,
      Object.fromEntries(one.report.cases.map(({ caseId, verdict }) => [caseId, verdict])),
    ]),
  );
  return { ...ran, report, verdicts };
}

const calm = expect.stringMatching(/^(equivalent|inconclusive|unconfirmed)$/);

// By design one comparison in twenty of what is alike is red, and it is measured anew then.
it('a change of one of three arms is found there, and in no other', { retry: 1 }, async () => {
  const { code, err, report, verdicts } = await compared('changed', '--arm-workload', 'other=branch');
  expect({ code, err }).toMatchObject({ code: 1 });
  expect(err.match(/starting an embedded ClickHouse/g)).toHaveLength(1);
  expect(verdicts.get('other')).toEqual({ last: 'regressed', customers: calm });
  expect(verdicts.get('same')).toEqual({ last: calm, customers: calm });
  const last = report.comparisons[1]?.report.cases.find(({ caseId }) => caseId === 'last');
  expect(last?.reason).toMatch(/selected marks|rows read/);
  // Blocks on the engine: each execution in the log, every arm as often as the others.
  const { run } = await readAnyRun(join(space.folder, 'changed/run.jsonl.gz'));
  const own = run.samples.filter(({ caseId }) => caseId === 'customers');
  expect(own.filter(({ evidence }) => evidence?.kind !== 'facts')).toEqual([]);
  const counts = ['baseline', 'candidate', 'candidate2'].map((arm) => own.filter((one) => one.arm === arm).length);
  expect(counts[0]).toBeGreaterThanOrEqual(5);
  expect(new Set(counts).size).toBe(1);
});

it('three times the same by other names is never red', async () => {
  const { code, err, verdicts } = await compared('alike', '--counters-only');
  expect({ code, err }).toMatchObject({ code: 0 });
  const alike = { last: 'equivalent', customers: 'equivalent' };
  expect(verdicts).toEqual(
    new Map([
      ['same', alike],
      ['other', alike],
    ]),
  );
});
