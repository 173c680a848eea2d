import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { LoadBench } from '../../src/app/loadBench.ts';
import { findWorkload } from '../../src/app/workloadPath.ts';
import type { LoadEvidence, LoadOutcome } from '../../src/model/loadRun.ts';
import { column, columns, type LoadStatement } from '../../src/runner/load/loadTask.ts';
import { realServices } from '../../src/servers/realServices.ts';
import { type OwnServer, ownServer } from '../support/ownServer.ts';
import { testIo } from '../support/testIo.ts';
import { makeWorkspace, type Workspace } from '../support/workspace.ts';

let space: Workspace;
let server: OwnServer;
let bench: LoadBench;

beforeAll(async () => {
  space = await makeWorkspace({ 'plain/workload.yaml': '{}\n', 'plain/a.sql': 'SELECT 1;\n' });
  server = await ownServer();
  const workload = await findWorkload('plain', space.folder);
  const { user, password } = server.cluster;
  bench = await realServices.openLoadBench(
    {
      arms: [
        {
          arm: 'baseline',
          target: { kind: 'remote', name: 'prod', url: server.url, replicas: [], user, password, allowSetup: false },
          workload,
          settings: {},
        },
      ],
      ...{ concurrency: 1, setup: false, say: () => undefined, signal: new AbortController().signal },
    },
    1,
    testIo(space.folder),
  );
});
afterAll(async () => {
  await bench?.close();
  await server?.stop();
  await space.remove();
});

interface Told {
  readonly outcome: LoadOutcome | undefined;
  readonly evidence: LoadEvidence | undefined;
}

/** Sends statements one after the other, and asks the server what became of each. */
async function sent(sqls: readonly string[], prefix: string): Promise<readonly Told[]> {
  const arm = bench.arms.baseline!;
  const outcomes: LoadOutcome[] = [];
  const found = new Map<number, LoadOutcome | undefined>();
  const statements = sqls.map((sql): LoadStatement => ({ sql, params: {}, settings: {}, timeoutMs: 20_000 }));
  const part = {
    ...{ statements, queryIdPrefix: prefix, maxInFlight: 10, sendMs: sqls.length * 20, drainMs: 20_000 },
    intended: Float64Array.from(sqls, (_, i) => i * 20),
    seq: Float64Array.from(sqls, (_, i) => i),
    caseIndex: Uint32Array.from(sqls, (_, i) => i),
    users: { offered: [], cases: [], classOf: {}, seed: 1 },
    userSeq: { from: 1000, step: 1 },
  };
  const progress = arm.begin([part], 0, (_, { ended, outcomes: fresh }) => {
    outcomes.push(...fresh);
    for (let at = 0; at < ended.length; at += columns)
      found.set(ended[at + column.seq] as number, outcomes[ended[at + column.outcome] as number]);
  });
  await progress.finished;
  const evidence = await arm.evidence(sqls.map((_, i) => `${prefix}${i}`));
  return sqls.map((_, i) => ({ outcome: found.get(i), evidence: evidence.get(`${prefix}${i}`) }));
}

it('answers that a limit cut short are told from whole ones', async () => {
  const told = await sent(
    [
      'SELECT count() FROM numbers(100000)',
      'SELECT number FROM numbers(1000) LIMIT 3',
      "SELECT sum(number) FROM numbers(10000000) SETTINGS max_rows_to_read = 1000, read_overflow_mode = 'break'",
      "SELECT sum(sleepEachRow(0.01)) FROM numbers(100) SETTINGS max_block_size = 5, max_execution_time = 0.2, timeout_overflow_mode = 'break'",
      "SELECT number FROM numbers(1000000) SETTINGS max_block_size = 1000, max_result_rows = 10, result_overflow_mode = 'break'",
      "SELECT number % 100000 AS g, count() FROM numbers(1000000) GROUP BY g SETTINGS max_block_size = 1000, max_rows_to_group_by = 1000, group_by_overflow_mode = 'any'",
    ],
    'cut-',
  );
  expect(told.map(({ outcome }) => outcome?.kind)).toEqual(told.map(() => 'completed'));
  expect(told.map(({ evidence }) => evidence?.kind === 'facts' && evidence.facts.cut === true)).toEqual([
    ...[false, false],
    ...[true, true, true, true],
  ]);
});

it('the server counts answers out of its query cache by the name that is looked for; an embedded one keeps none', async () => {
  const asked = 'SELECT sum(cityHash64(number)) FROM numbers(1000000) SETTINGS use_query_cache = 1';
  const told = await sent([asked, asked, asked], 'cached-');
  expect(told.map(({ evidence }) => evidence?.kind === 'facts' && evidence.facts.cached === true)).toEqual([
    ...[false, false, false],
  ]);
  const sql = "SELECT event AS name FROM system.events WHERE event = 'QueryCacheHits'";
  const settings = { readonly: 2, system_events_show_zero_values: 1 };
  expect(await server.client.rows(sql, z.object({ name: z.string() }), { settings })).toHaveLength(1);
});

it('the log tells of requests that failed, before they began and while they ran', async () => {
  const told = await sent(['SELECT * FROM nonesuch', 'SELEC 1', 'SELECT throwIf(number = 9) FROM numbers(10)'], 'bad-');
  expect(told.map(({ outcome }) => outcome?.kind === 'refused' && outcome.code)).toEqual([60, 62, 395]);
  expect(told.map(({ evidence }) => evidence?.kind === 'facts' && evidence.facts.exceptionCode)).toEqual([60, 62, 395]);
});

it('a server says how long it has been up, and goes on', async () => {
  const [before] = await bench.arms.baseline!.uptimes();
  const [after] = await bench.arms.baseline!.uptimes();
  expect(before?.host).not.toBe('');
  expect(after?.host).toBe(before?.host);
  expect(after?.seconds).toBeGreaterThanOrEqual(before?.seconds ?? Number.POSITIVE_INFINITY);
});
