import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import type { ComparisonReport } from '../../src/model/comparison.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { type Arms, agreeing, differing, floatTypes } from '../fixtures/resultPairs.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let cluster: Awaited<ReturnType<typeof startLocalCluster>>;
let dataDir: string;
let space: Workspace;

beforeAll(async () => {
  space = await makeWorkspace();
  dataDir = await mkdtemp(join(tmpdir(), 'hogbench-results-'));
  cluster = await startLocalCluster({ nodes: 1, dataDir });
});

afterAll(async () => {
  await cluster?.stop();
  await space?.remove();
  if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
});

async function compare(folder: string, all: readonly Arms[]) {
  const text = (arm: 1 | 2): string => all.map((one) => `-- name: ${one[0]}\n${one[arm]}\n;\n`).join('\n');
  await space.write(`${folder}/a.sql`, text(1));
  await space.write(`${folder}/b.sql`, text(2));
  const arms = ['--baseline-workload', `${folder}/a.sql`, '--candidate-workload', `${folder}/b.sql`];
  const target = cluster.nodes[0]!.url.replace('http://', `http://${cluster.user}@`);
  const flags = ['--target', target, '--counters-only', '--json', '--quiet', '--seed', '1', '--out', `${folder}/out`];
  const ran = await space.run(['ab', ...arms, ...flags], {
    services: realServices,
    env: { HOGBENCH_PASSWORD: cluster.password },
  });
  if (ran.out === '') throw new Error(`exit ${ran.code}: ${ran.err}`);
  const { cases } = JSON.parse(ran.out) as ComparisonReport;
  const of = new Map(cases.map((one) => [one.caseId, `${one.verdict}, results ${one.results}`]));
  return { code: ran.code, of, cases };
}

describe('results that a client would see differ', () => {
  let found: Awaited<ReturnType<typeof compare>>;
  beforeAll(async () => {
    found = await compare('differ', differing);
  }, 120_000);

  it('end with exit code 4', () => expect(found.code).toBe(4));
  it.each(differing)('%s', (name) => expect(found.of.get(name)).toBe('resultChanged, results changed'));
});

describe('results in which a client would see no difference', () => {
  let found: Awaited<ReturnType<typeof compare>>;
  beforeAll(async () => {
    found = await compare('agree', agreeing);
  }, 120_000);

  it('end with exit code 0', () => expect(found.code).toBe(0));
  it.each(agreeing)('%s', (name) => expect(found.of.get(name)).toBe('equivalent, results same'));
});

it('are the same where six types hold one sum that several threads add up', async () => {
  const types = floatTypes.slice(0, 7);
  const one = (threads: number) =>
    types.map(
      ([, of]) =>
        `-- settings: {max_threads: ${threads}}\nSELECT ${of('sum(1 / (number + 1))')} AS s FROM numbers_mt(1000000)`,
    );
  const [four, single] = [one(4), one(1)];
  const ran = await compare(
    'threads',
    types.map(([name], at) => [name, four[at] ?? '', single[at] ?? '']),
  );
  expect(ran.cases.map((one) => [one.caseId, one.results]).sort()).toEqual(
    types.map(([name]) => [name, 'same']).sort(),
  );
  expect(ran.code).not.toBe(4);
}, 120_000);

it('are the same where states of two tables were merged in another order', async () => {
  const values = ['0.1', '1e6', '0.2', '3e5', '0.3', '7.7', '0.7'];
  // Unmerged parts: FINAL adds them up in the order in which they were written.
  const table = (name: string, inOrder: readonly string[]) =>
    [
      `CREATE TABLE ${name} (k UInt8, total SimpleAggregateFunction(sum, Float64)) ENGINE = AggregatingMergeTree ORDER BY k`,
      ...inOrder.map((value) => `INSERT INTO ${name} SELECT 1, ${value}`),
    ] as const;
  for (const sql of [...table('sums_a', values), ...table('sums_b', values.toReversed())]) {
    const response = await fetch(cluster.nodes[0]!.url, {
      method: 'POST',
      headers: { 'X-ClickHouse-User': cluster.user, 'X-ClickHouse-Key': cluster.password },
      body: sql,
    });
    expect(response.status).toBe(200);
  }
  const ran = await compare('merged', [
    ['daily_total', 'SELECT k, total FROM sums_a FINAL ORDER BY k', 'SELECT k, total FROM sums_b FINAL ORDER BY k'],
  ]);
  expect(ran.of.get('daily_total')).toBe('equivalent, results same');
  expect(ran.code).toBe(0);
}, 120_000);
