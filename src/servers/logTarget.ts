import { randomUUID } from 'node:crypto';
import type { LogRequest } from '../app/trafficLog.ts';
import { connect } from '../clickhouse/http/client.ts';
import { bounded, type Client, type Control } from '../clickhouse/http/control.ts';
import { isServerError, readonlyCode } from '../clickhouse/http/refusals.ts';
import { anyRow } from '../clickhouse/http/rowShape.ts';
import { withWholeAnswers } from '../clickhouse/http/wholeAnswers.ts';
import { flushLogs } from '../clickhouse/target/serverLogs.ts';
import { UserError } from '../model/errors.ts';
import type { Settings } from '../model/workload.ts';
import { identifier, stringLiteral } from '../sql/literals.ts';
import { remoteConnections } from './targetAddress.ts';

/** A server that can be asked for a log, and what to ask it for. */
export interface LogServer {
  readonly control: Control;
  /** As it stands behind FROM. */
  readonly table: string;
  readonly name: string;
  readonly isFile: boolean;
  /** True for a file of text, in which a time may lack its zone. */
  readonly isText: boolean;
  /** False for a user with readonly = 1. */
  readonly mayChangeSettings: boolean;
  /** A connection to a database of the server; absent where the tables of the log are not. */
  readonly inDatabase?: (database: string) => Client;
  close(): Promise<void>;
}

/** Opens the log of a target: its query_log, or a table of the same kind. @throws UserError */
export async function openLogTarget({ source, say }: LogRequest, signal: AbortSignal): Promise<LogServer> {
  if (source.kind !== 'target') throw new Error('a file is opened elsewhere');
  const { target } = source;
  if (target.kind === 'embedded')
    throw new UserError(
      'usage',
      'an embedded server has no log of production',
      'Name a server with --target, or an exported log with --log-file.',
    );
  say(`connecting to ${target.name}`);
  const [connection] = await remoteConnections(target, signal);
  if (connection === undefined) throw new Error('a target has a server');
  const client = withWholeAnswers(bounded(connect(connection), { signal }));
  try {
    await client.check();
    const { control, mayChangeSettings } = await marked(client);
    const { table: archive } = source;
    if (archive === undefined) await flushLogs(control, [control], target.cluster);
    const own =
      target.cluster === undefined
        ? 'system.query_log'
        : `clusterAllReplicas(${stringLiteral(target.cluster)}, 'system', 'query_log')`;
    return {
      control,
      table: archive === undefined ? own : tableName(archive),
      name: archive ?? `system.query_log of ${target.name}`,
      isFile: false,
      isText: false,
      mayChangeSettings,
      inDatabase: (database) => bounded(connect({ ...connection, database }), { signal }),
      close: () => client.close(),
    };
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** Marks our own reads, so that the next capture leaves them out. A user with readonly = 1 may not. */
async function marked(client: Client): Promise<Pick<LogServer, 'control' | 'mayChangeSettings'>> {
  const settings = { log_comment: JSON.stringify({ hogbench: { purpose: 'capture' } }) };
  const marking = (ours: typeof settings | undefined): Control => ({
    rows: (sql, shape, options = {}) => client.rows(sql, shape, withMark(options, ours)),
    command: (sql, options = {}) => client.command(sql, withMark(options, ours)),
  });
  try {
    await client.rows('SELECT 1', anyRow, withMark({}, settings));
  } catch (error) {
    if (isServerError(error) && error.code === readonlyCode)
      return { control: marking(undefined), mayChangeSettings: false };
    throw error;
  }
  return { control: marking(settings), mayChangeSettings: true };
}

/** An archive may keep no log_comment, so the id of a query says whose it is too. */
function withMark<T extends { readonly settings?: Settings }>(options: T, ours: Settings | undefined): T {
  const settings = ours === undefined ? options.settings : { ...options.settings, ...ours };
  return { ...options, queryId: `hogbench-capture-${randomUUID()}`, ...(settings === undefined ? {} : { settings }) };
}

function tableName(text: string): string {
  const parts = text.split('.');
  if (parts.length > 2 || parts.some((part) => part.trim() === ''))
    throw new UserError(
      'usage',
      `--log-table is not database.table: ${text}`,
      'Write for instance --log-table archive.query_log.',
    );
  return parts.map((part) => identifier(part.trim())).join('.');
}
