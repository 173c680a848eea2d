import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { loadWorkload } from '../../src/workloads/loadWorkload.ts';
import { readTiming } from '../../src/workloads/timingFile.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';
import { testIo } from '../support/testIo.ts';
import { makeWorkspace, type Ran, type Workspace } from '../support/workspace.ts';

let server: OwnServer;
let space: Workspace;
let sent = 0;

beforeAll(async () => {
  space = await makeWorkspace();
  server = await ownServer();
  await server.client.command('CREATE TABLE t ENGINE = Memory AS SELECT number AS n FROM numbers(100)');
  // Bursts of four, with known gaps between them; every third is of another kind, and of another team.
  for (const gap of [40, 120, 0, 60, 90]) {
    await Promise.all(Array.from({ length: 4 }, ask));
    await pause(gap);
  }
  await server.client.command('SYSTEM FLUSH LOGS');
});
afterAll(async () => {
  await server?.stop();
  await space?.remove();
});

async function ask(): Promise<void> {
  sent += 1;
  const other = sent % 3 === 0;
  const sql = other ? 'SELECT uniq(n) FROM t' : `SELECT count() FROM t WHERE toString(n) != 'jane.doe@example.com'`;
  const tags = { kind: other ? 'uniq' : 'count', team_id: sent % 5, user_email: 'jane.doe@example.com' };
  const settings = { readonly: 2, log_comment: JSON.stringify(tags) };
  await server.client.rows(sql, anyRow, { settings, queryId: `jane-doe-${sent}` });
}

function capture(...more: string[]): Promise<Ran> {
  const target = `http://${server.cluster.user}@${server.url.slice('http://'.length)}`;
  const argv = ['capture', '--target', target, '--by', 'count', '--timing', ...more];
  return space.run(argv, {
    services: realServices,
    env: { HOGBENCH_PASSWORD: server.cluster.password, HOGBENCH_HOME: join(space.folder, 'home') },
  });
}

interface Logged {
  readonly us: number;
  readonly kind: string;
}

/** What the log has of them, in its order. */
async function logged(): Promise<readonly Logged[]> {
  return server.client.rows(
    `SELECT toUnixTimestamp64Micro(query_start_time_microseconds) AS us, JSONExtractString(log_comment, 'kind') AS kind
     FROM system.query_log WHERE type = 'QueryFinish' AND query_id LIKE 'jane-doe-%' ORDER BY us, cityHash64(query_id)`,
    z.object({ us: z.coerce.number(), kind: z.string() }),
  );
}

it.each([
  ['cases of a group', []],
  ['cases that stand for values of a tag', ['--strata', 'team_id']],
])('times are those of the log: %s', async (_, more) => {
  const out = `captured-${more.length}`;
  const ran = await capture('--cover', '100%', '--out', out, ...more);
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  expect(ran.out).toContain('timing.jsonl.gz keeps when 20 executions were sent');
  const workload = await loadWorkload(out, space.folder);
  const timing = await readTiming(workload.timing ?? '', out);
  const log = await logged();
  expect(log).toHaveLength(20);
  expect(timing).toMatchObject({ standFor: 20, ofLog: 20 });
  expect([...timing.offsetsMs]).toEqual(log.map(({ us }) => (us - (log[0]?.us ?? 0)) / 1000));
  expect(timing.durationMs).toBeGreaterThan(timing.offsetsMs.at(-1) ?? 0);
  // Which case it is follows from the group, and how often from the weight.
  const byId = new Map(workload.cases.map((one) => [one.id, one]));
  for (const [at, one] of log.entries())
    expect(byId.get(timing.caseIds[timing.caseIndex[at] ?? -1] ?? '')?.sql).toContain(
      one.kind === 'uniq' ? 'uniq' : 'count',
    );
  for (const id of timing.caseIds) expect(byId.has(id), id).toBe(true);

  const text = gunzipSync(await readFile(workload.timing ?? '')).toString();
  expect(text + ran.out + ran.err).not.toMatch(/jane|example/);
  expect(text).not.toContain(String(log[0]?.us).slice(0, 8));
});

it('executions that no case stands for have none, and the share is told', async () => {
  const ran = await capture('--top', '1', '--out', 'top');
  expect({ code: ran.code, err: ran.err }).toMatchObject({ code: 0 });
  const workload = await loadWorkload('top', space.folder);
  const timing = await readTiming(workload.timing ?? '', 'top');
  const log = await logged();
  const counts = log.filter(({ kind }) => kind === 'count');
  expect(counts).toHaveLength(14);
  expect(timing).toMatchObject({ standFor: 14, ofLog: 20 });
  expect([...timing.offsetsMs]).toEqual(counts.map(({ us }) => (us - (counts[0]?.us ?? 0)) / 1000));
  expect(ran.out).toContain('timing.jsonl.gz keeps when 14 executions were sent');
  expect(ran.out).toContain(': 70% of those in the log.');
});

it('more than can be kept end where they were cut', async () => {
  const { user, password } = server.cluster;
  const log = await realServices.openLog(
    {
      source: {
        kind: 'target',
        target: { kind: 'remote', name: 'prod', url: server.url, replicas: [], user, password, allowSetup: false },
        table: undefined,
      },
      columns: {},
      tagColumns: {},
      preset: undefined,
      sinceSeconds: undefined,
      timeZone: undefined,
      cutLength: undefined,
      includeHogbench: false,
      cost: { cpuSecond: 1, gibRead: 1 },
      memoryBytes: 1e9,
      say: () => undefined,
    },
    testIo(space.folder),
  );
  try {
    const ranking = await log.rank({ by: 'count', tags: [], byShape: true, most: 10, withPicks: true });
    const groups = ranking.groups.map(({ key }) => ({ key, p50: 0, p95: 0, max: 1, strata: [] }));
    const shares = [0.5, 0.9] as const;
    const all = await log.times({ by: 'count', tags: [], groups, shares });
    expect(all).toMatchObject({ placed: 20 });
    // Above the 90th percentile of 14 executions are two, and of 6 there is one.
    expect(all.sent.filter(({ place }) => place === 1)).toHaveLength(3);
    const cut = await log.times({ by: 'count', tags: [], groups, shares, most: 5 });
    expect(cut).toEqual({ sent: all.sent.slice(0, 5), nextAt: all.sent[5]?.at, placed: 20 });
  } finally {
    await log.close();
  }
});

it('a log that does not keep them is refused', async () => {
  await writeFile(
    join(space.folder, 'log.jsonl'),
    '{"query": "SELECT count() FROM t", "event_time": "2026-01-01 00:00:00", "query_duration_ms": 5, "query_id": "a"}\n',
  );
  const ran = await space.run(['capture', '--log-file', 'log.jsonl', '--by', 'count', '--timing', '--out', 'none'], {
    services: realServices,
    env: { HOGBENCH_HOME: join(space.folder, 'home') },
  });
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('it has no column query_start_time_microseconds');
  expect(ran.err).toContain('capture: {columns: {query_start_time_microseconds: …}}');
});
