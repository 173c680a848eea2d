import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connect, measuredSettings } from '../../src/clickhouse/http/client.ts';
import type { Connection } from '../../src/clickhouse/http/connection.ts';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';
import { serverTimeUs } from '../../src/clickhouse/target/queryLog.ts';
import { UserError } from '../../src/model/errors.ts';
import type { Executor, SampleRequest } from '../../src/runner/executor.ts';
import { createPool } from '../../src/runner/workers/pool.ts';

let cluster: Awaited<ReturnType<typeof startLocalCluster>>;
let dataDir: string;
let connection: Connection;
let control: Client;
let pool: Executor;
let ids = 0;
const never: AbortSignal = new AbortController().signal;
const sleepFor10s = 'SELECT sum(sleepEachRow(0.1)) FROM numbers(100) SETTINGS max_block_size = 1';

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hogbench-executor-'));
  cluster = await startLocalCluster({ nodes: 1, dataDir, nativePort: true });
  connection = { url: cluster.nodes[0]!.url, user: cluster.user, password: cluster.password };
  control = connect(connection);
  pool = createPool({ connections: { baseline: [connection], candidate: [connection] }, concurrency: 2 });
});

afterAll(async () => {
  await pool?.close();
  await control?.close();
  await cluster?.stop();
  if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
});

function request(sql: string, more: Partial<SampleRequest> = {}): SampleRequest {
  ids += 1;
  const queryId = `executor-test-${ids}`;
  return {
    queryId,
    arm: 'baseline',
    sql,
    params: {},
    settings: measuredSettings,
    logComment: JSON.stringify({ case: queryId }),
    timeoutMs: 30_000,
    ...more,
  };
}

async function outcomeOf(one: SampleRequest): Promise<unknown> {
  return (await pool.execute([one], never))[0]?.outcome;
}

interface LogRow {
  readonly type: string;
  readonly exception_code: number;
  readonly log_comment: string;
  readonly result_rows: string;
}

/** A server answers a moment before it logs: the row can miss the first flush. */
async function logged(queryId: string): Promise<readonly LogRow[]> {
  let rows: readonly LogRow[] = [];
  await eventually(async () => {
    rows = await logRows(queryId);
    return rows.length > 0;
  });
  return rows;
}

async function logRows(queryId: string): Promise<readonly LogRow[]> {
  await control.command('SYSTEM FLUSH LOGS query_log');
  return control.rows(
    `SELECT type, exception_code, log_comment, toString(result_rows) AS result_rows FROM system.query_log
     WHERE query_id = {id:String} AND type != 'QueryStart'`,
    z.custom<LogRow>(),
    { params: { id: queryId } },
  );
}

/** Waits for what the server does in its own time; fails with the test's timeout. */
/** The signal is on its way when it has been sent. Where there is no /proc, it has had its time. */
async function standsStill(pid: number): Promise<boolean> {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => undefined);
  if (tasks === undefined) return new Promise((resolve) => setTimeout(resolve, 500, true));
  const states = await Promise.all(
    tasks.map((one) => readFile(`/proc/${pid}/task/${one}/stat`, 'utf8').catch(() => ') T')),
  );
  return states.every((stat) => /^ [Tt]/.test(stat.slice(stat.lastIndexOf(')') + 1)));
}

async function eventually(happened: () => Promise<boolean>): Promise<void> {
  while (!(await happened())) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function isRunning(queryId: string): Promise<boolean> {
  const found = await control.rows('SELECT 1 FROM system.processes WHERE query_id = {id:String}', anyRow, {
    params: { id: queryId },
  });
  return found.length > 0;
}

it('sends a request to the server of another arm when it says so', async () => {
  const nowhere = { ...connection, url: 'http://127.0.0.1:1' };
  const two = createPool({ connections: { baseline: [connection], candidate: [nowhere] }, concurrency: 1 });
  try {
    const own = request('SELECT 1', { arm: 'candidate' });
    const [there, here] = await two.execute([own, request('SELECT 1', { arm: 'candidate', at: 'baseline' })], never);
    expect([there?.outcome.kind, here?.outcome.kind]).toEqual(['failed', 'completed']);
  } finally {
    await two.close();
  }
});

describe('measured executions', () => {
  it('run in order, with their ids and comments in the query log', async () => {
    const first = request('SELECT number FROM numbers(10)');
    const second = request('SELECT {n:UInt8} + 1 SETTINGS readonly=2, max_execution_time=60', {
      arm: 'candidate',
      params: { n: 3 },
    });
    const executions = await pool.execute([first, second], never);
    expect(executions.map(({ queryId, outcome }) => [queryId, outcome.kind])).toEqual([
      [first.queryId, 'completed'],
      [second.queryId, 'completed'],
    ]);
    expect(await logged(first.queryId)).toEqual([
      { type: 'QueryFinish', exception_code: 0, log_comment: first.logComment, result_rows: '10' },
    ]);
  });

  it('bind every kind of parameter as the server reads it', async () => {
    const text = "it's a \\ tab\t, line\nend ☃";
    const sql = `SELECT throwIf({s:String} != concat('it\\'s a \\\\ tab', char(9), ', line', char(10), 'end ☃')),
      throwIf({list:Array(String)} != ['a', 'it\\'s', 'b\\\\c']), throwIf({n:Nullable(Int8)} IS NOT NULL),
      throwIf({yes:Bool} != true), throwIf({numbers:Array(Array(Int32))} != [[1, 2], [-3]])`;
    const params = {
      s: text,
      list: ['a', "it's", 'b\\c'],
      n: null,
      yes: true,
      numbers: [[1, 2], [-3]],
    };
    expect(await outcomeOf(request(sql, { params }))).toMatchObject({ kind: 'completed' });
  });

  it('may name a format of their own', async () => {
    expect(await outcomeOf(request('SELECT number FROM numbers(100000) FORMAT TSV'))).toMatchObject({
      kind: 'completed',
    });
  });

  it('report an exception with its code', async () => {
    expect(await outcomeOf(request('SELECT nothing FROM nowhere'))).toMatchObject({ kind: 'failed', code: 60 });
  });

  it('report an exception that comes after the status and a part of the result', async () => {
    const sql = 'SELECT number, throwIf(number = 3000000) FROM numbers(5000000) FORMAT TSV';
    expect(await outcomeOf(request(sql))).toMatchObject({ kind: 'failed', code: 395 });
  });

  it('cannot write, whatever the settings of a case say', async () => {
    const one = request('CREATE TABLE default.written (a UInt8) ENGINE = Memory', { settings: { readonly: 0 } });
    expect(await outcomeOf(one)).toMatchObject({ kind: 'failed', code: 164 });
  });

  it('go on after new connections were asked for', async () => {
    await pool.reconnect(1);
    expect(await outcomeOf(request('SELECT 1'))).toMatchObject({ kind: 'completed' });
  });
});

it('has a server time that no setting of the server’s clock changes', async () => {
  const row = (start: string, end: string, ms: number) =>
    `SELECT toDateTime64('2026-01-01 ${start}', 6) AS query_start_time_microseconds,
      toDateTime64('2026-01-01 ${end}', 6) AS event_time_microseconds, toUInt64(${ms}) AS query_duration_ms`;
  const rows = [
    row('12:00:00.000000', '12:00:00.003417', 3),
    row('12:00:00.000000', '11:00:00.250000', 250),
    row('12:00:00.000000', '13:00:00.250000', 250),
  ];
  const found = await control.rows(
    `SELECT toInt64(${serverTimeUs()}) AS us FROM (${rows.join(' UNION ALL ')}) ORDER BY us`,
    z.object({ us: z.coerce.number() }),
  );
  expect(found.map(({ us }) => us)).toEqual([3417, 250_000, 250_000]);
});

describe('requests that start together', () => {
  const sleepFor1s = 'SELECT sleep(1)';

  it('are under way at the same time, and the next one waits for both', async () => {
    const [first, second, third] = await pool.execute(
      [request(sleepFor1s), request(sleepFor1s, { arm: 'candidate', withPrevious: true }), request('SELECT 1')],
      never,
    );
    for (const one of [first, second, third]) expect(one?.outcome.kind).toBe('completed');
    const endOf = (one: typeof first): number =>
      (one?.startedAt ?? 0) + (one?.outcome.kind === 'completed' ? Math.floor(one.outcome.clientMs) : 0);
    expect(second?.startedAt).toBeLessThan(endOf(first));
    expect(third?.startedAt).toBeGreaterThanOrEqual(Math.max(endOf(first), endOf(second)));
  });

  it('are both cancelled at an interruption', async () => {
    const abort = new AbortController();
    const pair = [request(sleepFor10s), request(sleepFor10s, { arm: 'candidate', withPrevious: true })];
    const work = pool.execute(pair, abort.signal);
    await eventually(async () => (await Promise.all(pair.map((one) => isRunning(one.queryId)))).every(Boolean));
    abort.abort();
    expect((await work).map(({ outcome }) => outcome.kind)).toEqual(['skipped', 'skipped']);
    for (const one of pair) await eventually(async () => !(await isRunning(one.queryId)));
  });
});

describe('a query that is to stop', () => {
  it('is cancelled on the server when its time is over', async () => {
    const slow = request(sleepFor10s, { timeoutMs: 300 });
    const next = request('SELECT 1');
    const executions = await pool.execute([slow, next], never);
    expect(executions.map(({ outcome }) => outcome.kind)).toEqual(['timedOut', 'completed']);
    expect(executions[0]?.outcome).toMatchObject({ limitMs: 300 });
    await eventually(async () => !(await isRunning(slow.queryId)));
    const rows = await logged(slow.queryId);
    expect(rows).toHaveLength(1);
    expect([210, 394, 735]).toContain(rows[0]?.exception_code);
  });

  it('is cancelled on the server at an interruption, and the rest is skipped', async () => {
    const abort = new AbortController();
    const slow = request(sleepFor10s);
    const work = pool.execute([slow, request('SELECT 1')], abort.signal);
    await eventually(() => isRunning(slow.queryId));
    abort.abort();
    expect((await work).map(({ outcome }) => outcome)).toEqual([
      { kind: 'skipped', reason: 'interrupted' },
      { kind: 'skipped', reason: 'interrupted' },
    ]);
    await eventually(async () => !(await isRunning(slow.queryId)));
    const late = await pool.execute([request('SELECT 1')], abort.signal);
    expect(late[0]?.outcome.kind).toBe('skipped');
  });
});

describe('a target that cannot be used', () => {
  async function refusal(changed: Partial<Connection>): Promise<UserError> {
    const client = connect({ ...connection, ...changed });
    try {
      const error = await client.check().catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UserError);
      expect(`${(error as UserError).message} ${(error as UserError).fix}`).not.toContain(connection.password);
      return error as UserError;
    } finally {
      await client.close();
    }
  }

  it('is told apart by what is wrong', async () => {
    expect((await refusal({ password: 'not this one' })).message).toMatch(/refused user hogbench or its password/);
    expect((await refusal({ database: 'nowhere' })).message).toMatch(/no database nowhere/);
    expect((await refusal({ url: connection.url.replace('http:', 'https:') })).message).toMatch(/does not speak TLS/);
    expect((await refusal({ url: 'http://127.0.0.1:1' })).message).toMatch(/nothing listens/);
    expect((await refusal({ url: `http://127.0.0.1:${cluster.nodes[0]!.tcpPort}` })).message).toMatch(
      /native protocol/,
    );
  });

  it('is noticed when something else answers', async () => {
    const server: Server = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end('<html>welcome to the proxy</html>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect((await refusal({ url })).message).toMatch(/not from ClickHouse/);
    const other = createPool({ connections: { baseline: [{ ...connection, url }] }, concurrency: 1 });
    const [execution] = await other.execute([request('SELECT 1')], never);
    expect(execution?.outcome).toMatchObject({ kind: 'failed', code: null });
    await other.close();
    server.close();
  });
});

describe('a server that stands still', () => {
  it('times out what is measured, leaves questions open, and is no worse for it', async () => {
    const { pid } = cluster.nodes[0]!;
    process.kill(pid, 'SIGSTOP');
    try {
      await eventually(() => standsStill(pid));
      expect(await outcomeOf(request('SELECT 1', { timeoutMs: 300 }))).toMatchObject({
        kind: 'timedOut',
        limitMs: 300,
      });
      await expect(control.command('SELECT 1 AS one', { timeoutMs: 300 })).rejects.toThrow(
        'the server did not answer within 0.3 s: SELECT 1 AS one',
      );
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    expect(await outcomeOf(request('SELECT 1'))).toMatchObject({ kind: 'completed' });
  });
});

// The last one: it ends the server. A dying server may still accept a connection, and then reset it.
describe('a server that dies', () => {
  it('leaves failed outcomes, and nothing hangs', async () => {
    const slow = request(sleepFor10s);
    const work = pool.execute([slow, request('SELECT 1')], never);
    await eventually(() => isRunning(slow.queryId));
    process.kill(cluster.nodes[0]!.pid, 'SIGKILL');
    const executions = await work;
    expect(executions.map(({ outcome }) => outcome)).toEqual([
      { kind: 'failed', code: null, clientMs: expect.any(Number), message: expect.any(String) },
      {
        kind: 'failed',
        code: null,
        clientMs: expect.any(Number),
        message: expect.stringMatching(/ECONNREFUSED|ECONNRESET|socket hang up/),
      },
    ]);
  });
});
