import https from 'node:https';
import type { Readable } from 'node:stream';
import { type ClickHouseClient, ClickHouseLogLevel, createClient, type ResponseHeaders } from '@clickhouse/client';
import type { Params, Settings } from '../model/workload.ts';
import { finishedWrites } from '../sql/writingStatement.ts';
import { boundStatement, withQuerySize } from './boundStatement.ts';
import { type Connection, prefixOf } from './connection.ts';
import type { Control, ControlOptions } from './control.ts';
import { directTransport, tlsOptions } from './directTransport.ts';
import { drain } from './drain.ts';
import { controlError, NotClickHouse } from './failures.ts';

export type { Connection } from './connection.ts';
export { describeFailure } from './failures.ts';

export interface ExecuteOptions {
  readonly queryId: string;
  readonly params: Params;
  readonly settings: Settings;
  readonly signal?: AbortSignal;
  /** The statement writes to a scratch table of ours. */
  readonly writes?: boolean;
}

/** One server, for measured executions and for everything else. */
export interface Client extends Control {
  /**
   * Runs a statement and drops its result on the server, unless the statement names a FORMAT: then it is
   * sent, and dropped here. The server refuses anything that writes, unless `writes` is on. Resolves at the end of the
   * answer.
   * @throws what `describeFailure` understands: the server's exception, or the connection's error
   */
  execute(sql: string, options: ExecuteOptions): Promise<void>;
  rows<Row>(sql: string, options?: ControlOptions): Promise<readonly Row[]>;
  command(sql: string, options?: ControlOptions): Promise<void>;
  /** The answer as it comes; whoever takes it reads it to its end, or destroys it. */
  stream(sql: string, options?: ControlOptions): Promise<Readable>;
  /** Resolves when the server answers and accepts user and database. @throws UserError target */
  check(timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** A statement of a setup script may take long; the client's default of 30 s is for applications. */
const controlTimeoutMs = 30 * 60 * 1000;
const checkTimeoutMs = 10_000;

/** Sent with every execution, after the caller's settings, so that no case can lift them. */
export const guards: Settings = {
  readonly: 2,
  cancel_http_readonly_queries_on_client_close: 1,
  default_format: 'Null',
};

/** The same for a statement that writes to a scratch table. */
export const writeGuards: Settings = { ...finishedWrites, default_format: 'Null' };

/** What carries measured executions: `exec` alone. */
export function measuredClient(connection: Connection): ClickHouseClient {
  return createClient({ ...shared(connection), connection: directTransport(connection) });
}

/** Opens nothing yet: the first statement does. */
export function connect(connection: Connection): Client {
  const control = createClient(controlOptions(connection));
  const measured = measuredClient(connection);
  const rows: Client['rows'] = (sql, options = {}) => guarded(connection, () => readRows(control, sql, options));
  return {
    execute: (sql, options) =>
      execute(measured, sql, { ...options, settings: { ...options.settings, ...connection.always } }),
    rows,
    command: (sql, options = {}) =>
      guarded(connection, async () => {
        const result = await control.command(controlParams(sql, options));
        checkSender(result.response_headers);
      }),
    stream: (sql, options = {}) =>
      guarded(connection, async () => {
        const result = await control.exec(controlParams(sql, options));
        checkSender(result.response_headers);
        return result.stream;
      }),
    async check(timeoutMs = checkTimeoutMs) {
      await rows('SELECT 1 AS one', { signal: AbortSignal.timeout(timeoutMs) });
    },
    async close() {
      await Promise.all([control.close(), measured.close()]);
    },
  };
}

async function execute(client: ClickHouseClient, sql: string, options: ExecuteOptions): Promise<void> {
  const { stream, response_headers: headers } = await client.exec({
    query: sql,
    query_id: options.queryId,
    query_params: options.params,
    clickhouse_settings: { ...options.settings, ...(options.writes === true ? writeGuards : guards) },
    ...(options.signal === undefined ? {} : { abort_signal: options.signal }),
  });
  const tag = headers['x-clickhouse-exception-tag'];
  await drain(stream, typeof tag === 'string' ? tag : undefined);
  checkSender(headers);
}

async function readRows<Row>(client: ClickHouseClient, sql: string, options: ControlOptions): Promise<readonly Row[]> {
  const result = await client.query({ format: 'JSONEachRow', ...controlParams(sql, options) });
  checkSender(result.response_headers);
  return rowsIn<Row>(await result.text());
}

/** A row a line; an array of them where a setting of a statement or a profile asks for that. */
function rowsIn<Row>(text: string): readonly Row[] {
  if (text.startsWith('[')) return JSON.parse(text) as readonly Row[];
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Row]));
}

/** A proxy's page has a good status too. Every ClickHouse since 2018 names the query. */
function checkSender(headers: ResponseHeaders): void {
  if (headers['x-clickhouse-query-id'] === undefined) throw new NotClickHouse();
}

/** Runs a control query and rejects with what its callers expect. */
async function guarded<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw controlError(error, connection);
  }
}

interface ControlParams {
  readonly query: string;
  readonly query_id?: string;
  readonly session_id?: string;
  readonly clickhouse_settings: Record<string, string | number>;
  readonly abort_signal?: AbortSignal;
}

/** The client would write values without their types, so ours go among the settings, as `param_name`. */
function controlParams(statement: string, options: ControlOptions): ControlParams {
  const bound = boundStatement(statement, options.params ?? {}, 'none');
  const params = Object.entries(bound.inUrl).map(([name, text]) => [`param_${name}`, text] as const);
  return {
    query: bound.sql,
    clickhouse_settings: { ...withQuerySize({ ...options.settings }, bound), ...Object.fromEntries(params) },
    ...(options.queryId === undefined ? {} : { query_id: options.queryId }),
    ...(options.session === undefined ? {} : { session_id: options.session }),
    ...(options.signal === undefined ? {} : { abort_signal: options.signal }),
  };
}

type CreateOptions = NonNullable<Parameters<typeof createClient>[0]>;

function shared(connection: Connection): CreateOptions {
  return {
    url: new URL(connection.url).origin,
    pathname: `${prefixOf(connection)}/`,
    username: connection.user,
    password: connection.password,
    application: 'hogbench',
    log: { level: ClickHouseLogLevel.OFF },
    ...(connection.database === undefined ? {} : { database: connection.database }),
  };
}

function controlOptions(connection: Connection): CreateOptions {
  return { ...shared(connection), request_timeout: controlTimeoutMs, ...agentOf(connection) };
}

/** The client's own option for certificates asks for an authority, which may be one that Node trusts. */
function agentOf(connection: Connection): CreateOptions {
  if (connection.tls === undefined) return {};
  return { http_agent: new https.Agent({ keepAlive: true, ...tlsOptions(connection) }) };
}
