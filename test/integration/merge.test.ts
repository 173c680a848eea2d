import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

/** Two of its statements read all rows in the branch, where the baseline reads by the key. */
const statement = (index: number, where: string): string =>
  `-- name: count_${index}\nSELECT count() AS n, sum(id) AS total FROM words WHERE ${where};\n`;
const byKey = (index: number): string => `id < ${10_000 * (index + 1)}`;
const indexes = Array.from({ length: 6 }, (_, index) => index);

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace({
    'main/workload.yaml': 'name: words\ndatabase: words\nschema: [schema.sql]\ndata: [data.sql]\n',
    'main/schema.sql': `CREATE DATABASE IF NOT EXISTS words;
CREATE OR REPLACE TABLE words.words (id UInt64, word String) ENGINE = MergeTree ORDER BY id;
`,
    'main/data.sql': "INSERT INTO words.words SELECT number, repeat('x', number % 40) FROM numbers(200000);\n",
    'main/queries.sql': indexes.map((index) => statement(index, byKey(index))).join('\n'),
    'branch/workload.yaml': 'name: words\nextends: ../main\n',
    // The same rows, and no key that finds them.
    'branch/queries.sql': [1, 4].map((index) => statement(index, `bitXor(id, 0) < ${10_000 * (index + 1)}`)).join('\n'),
  });
});
afterAll(() => space.remove());

/** Each part on a server of its own, in a home of its own, as on a machine of its own. */
function onMachine(machine: number, ...argv: string[]): Promise<Ran> {
  const home = join(space.folder, `home-${machine}`);
  return space.run(argv, { services: realServices, asTyped: true, env: { HOGBENCH_HOME: home } });
}

it('two machines measure a part each, and what their parts come to is what they found', async () => {
  const common = ['ab', 'main', 'branch', '--all', '--counters-only', '--shard-of', 'job 1', '--quiet'];
  for (const machine of [1, 2]) {
    const ran = await onMachine(machine, ...common, '--shard', `${machine}/2`, '--out', `part-${machine}`);
    expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
    expect(ran.out).toContain(`part ${machine} of 2: 3 of 6 cases`);
  }
  const merged = await onMachine(3, 'merge', 'part-2', 'part-1', '--out', 'merged');
  expect({ code: merged.code, err: merged.err }).toMatchObject({ code: 1 });
  const report = JSON.parse(await space.read('merged/report.json')) as ComparisonReport;
  const verdicts = Object.fromEntries(report.cases.map(({ caseId, verdict }) => [caseId, verdict]));
  expect(verdicts).toEqual(
    Object.fromEntries(indexes.map((index) => [`count_${index}`, [1, 4].includes(index) ? 'regressed' : 'equivalent'])),
  );
  expect(report.status).toEqual({ kind: 'complete' });
  expect(report.notices.map(({ code }) => code)).not.toContain('shards-unlike');
  const shown = await onMachine(3, 'report', 'merged/run.jsonl.gz', '--json', 'shown.json');
  expect(shown.code).toBe(0);
  expect((JSON.parse(await space.read('shown.json')) as ComparisonReport).cases).toEqual(report.cases);
});

it('a machine with other data measures another run', async () => {
  await space.write(
    'main/data.sql',
    "INSERT INTO words.words SELECT number, repeat('x', number % 40) FROM numbers(100);\n",
  );
  const common = ['ab', 'main', 'branch', '--all', '--counters-only', '--shard-of', 'job 1', '--quiet'];
  const ran = await onMachine(4, ...common, '--shard', '2/2', '--out', 'other');
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  const merged = await onMachine(3, 'merge', 'part-1', 'other', '--out', 'mixed');
  expect(merged.code).toBe(2);
  expect(merged.err).toContain(
    'the table words.words of the baseline: MergeTree of 200000 rows and MergeTree of 100 rows',
  );
});
