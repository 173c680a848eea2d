import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

const manifest = `name: hashes
database: hashes
schema: [schema.sql]
data: [data.sql]
settings: {max_threads: 1}
`;

const schema = `CREATE DATABASE IF NOT EXISTS hashes;
CREATE OR REPLACE TABLE hashes.words (id UInt64, word String) ENGINE = MergeTree ORDER BY id;
`;

const data = "INSERT INTO hashes.words SELECT number, repeat('x', number % 40) FROM numbers(100000);\n";

const queries = Array.from(
  { length: 10 },
  (_, i) => `-- name: hash_${i}\nSELECT sum(cityHash64(word, ${i})) AS total FROM words;\n`,
).join('\n');

/** Reads the same rows and bytes, and works many times as much: no counter of work shows it. */
const work = Array.from({ length: 40 }, (_, i) => `sipHash64(word, ${i})`).join(' + ');
const changed = `-- name: hash_3\nSELECT sum(cityHash64(word, 3) + 0 * (${work})) AS total FROM words;\n`;

let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace({
    'main/workload.yaml': manifest,
    'main/schema.sql': schema,
    'main/data.sql': data,
    'main/queries.sql': queries,
    'branch/workload.yaml': 'name: hashes\nextends: ../main\n',
    'branch/changed.sql': changed,
  });
});
afterAll(() => space.remove());

function hogbench(...argv: string[]): Promise<Ran> {
  return space.run(argv, { services: realServices, env: { HOGBENCH_HOME: join(space.folder, 'home') } });
}

async function compared(candidate: string): Promise<ComparisonReport> {
  const ran = await hogbench('compare', 'base/run.jsonl.gz', `${candidate}/run.jsonl.gz`, '--json');
  return JSON.parse(ran.out) as ComparisonReport;
}

// By design one comparison in twenty of what is alike is red, and it is measured anew then.
it('two saved runs of one workload show no change, and one that works more is found by its time', {
  retry: 1,
  timeout: 400_000,
}, async () => {
  for (const [workload, out] of [
    ['main', 'base'],
    ['main', 'again'],
    ['branch', 'slower'],
  ] as const) {
    const ran = await hogbench('run', workload, '--out', out, '--rounds', '2', '--quiet');
    expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  }
  const same = await compared('again');
  expect(same.method.saved?.sessions).toEqual({ baseline: 5, candidate: 5 });
  expect(same.method.saved?.commonShift?.cases).toBe(10);
  expect(same.counts).toMatchObject({ regressed: 0, improved: 0, resultChanged: 0, failed: 0 });

  const slower = await compared('slower');
  const found = slower.cases.find((one) => one.caseId === 'hash_3');
  expect(found).toMatchObject({ verdict: 'regressed' });
  expect(found?.reason).toMatch(/^(Server|CPU) time grew/);
  expect(slower.counts).toMatchObject({ regressed: 1, improved: 0 });
});
