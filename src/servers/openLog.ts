import { assumedZone, type LogRequest, type TrafficLog } from '../app/trafficLog.ts';
import { interruption, type World } from '../app/world.ts';
import { connect } from '../clickhouse/http/client.ts';
import { bounded, type Client, type Control } from '../clickhouse/http/control.ts';
import { deadlines, longAnswer } from '../clickhouse/http/deadlines.ts';
import { isServerError } from '../clickhouse/http/refusals.ts';
import { anyRow, settingRow } from '../clickhouse/http/rowShape.ts';
import { withWholeAnswers } from '../clickhouse/http/wholeAnswers.ts';
import { flushLogs } from '../clickhouse/target/serverLogs.ts';
import { explainsAlike } from '../clickhouse/traffic/explainsAlike.ts';
import { lacksZone, readColumns } from '../clickhouse/traffic/logColumns.ts';
import { readCoverage, readTagKeys } from '../clickhouse/traffic/logCoverage.ts';
import { engineFunctions, errorNames, knownSettings, readExecutions } from '../clickhouse/traffic/logExecutions.ts';
import { rankGroups } from '../clickhouse/traffic/logRanking.ts';
import { type LogTable, readSettings } from '../clickhouse/traffic/logRows.ts';
import { readStrata, strataSample } from '../clickhouse/traffic/logStrata.ts';
import { surveyLog, windowOf } from '../clickhouse/traffic/logSurvey.ts';
import { logTrouble } from '../clickhouse/traffic/logTrouble.ts';
import { UserError } from '../model/errors.ts';
import type { PairVerdict, TextPair } from '../model/serverAnswers.ts';
import type { Bytes } from '../model/units.ts';
import { identifier, stringLiteral } from '../sql/literals.ts';
import { openLogFile } from './logFile.ts';
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

/**
 * Opens a log and counts what is in its window.
 * @throws UserError when it cannot be read, or holds nothing to replay
 */
export async function openLog(request: LogRequest, world: World): Promise<TrafficLog> {
  const { signal, unlisten } = interruption(world);
  try {
    const server =
      request.source.kind === 'file'
        ? await openLogFile(request, request.source, signal)
        : await openTarget(request, signal);
    const close = (): Promise<void> => server.close().finally(unlisten);
    return await lookOver({ ...server, control: asSurvey(server.control, signal), close }, request, world).catch(
      async (error: unknown) => {
        await close();
        throw logTrouble(error, server.name);
      },
    );
  } catch (error) {
    unlisten();
    throw error;
  }
}

/** A log of production can hold years: its questions take longer than others, and end on Ctrl-C. */
function asSurvey(control: Control, signal: AbortSignal): Control {
  const long = { timeoutMs: deadlines.survey, maxBytes: longAnswer };
  const { rows, command } = bounded(control, { signal });
  return {
    rows: (sql, shape, options) => rows(sql, shape, { ...long, ...options }),
    command: (sql, options) => command(sql, { ...long, ...options }),
  };
}

async function lookOver(server: LogServer, request: LogRequest, world: World): Promise<TrafficLog> {
  const { control, table, name } = server;
  const timeZone = request.timeZone ?? assumedZone;
  const columns = await readColumns(control, table, request.columns, name, timeZone);
  const needsZone = await lacksZone(control, { table, columns }, request.columns, server.isText);
  const limits = await limitsOf(control);
  const log: LogTable = {
    table,
    columns,
    cutLength: request.cutLength ?? limits.cutLength,
    includeHogbench: request.includeHogbench,
    cost: request.cost,
    settings: server.mayChangeSettings ? readSettings(request.memoryBytes, limits.memoryBytes) : {},
  };
  const window = await windowOf(control, log, request.sinceSeconds, server.isFile, name);
  request.say(`reading ${name}`);
  const { survey, needs } = await surveyLog(control, log, window, name);
  const clockSkewMs = server.isFile ? undefined : window.until * 1000 - world.now();
  const lacking = [
    ...(columns.has('ProfileEvents') || columns.has('cpu_us') ? [] : ['cpu_us']),
    ...(['read_bytes', 'query_duration_ms', 'memory_usage', 'exception_code'] as const).filter(
      (field) => !columns.has(field),
    ),
  ];
  const asked = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => Promise.reject(logTrouble(error, name)));
  return {
    name,
    survey: { ...survey, ...(clockSkewMs === undefined ? {} : { clockSkewMs }) },
    lacking,
    assumed: needsZone
      ? [
          `times of the log state no zone: read as ${timeZone}${request.timeZone === undefined ? ' (--log-time-zone names another)' : ''}`,
        ]
      : [],
    rank: (ranking) => asked(rankGroups(control, log, needs, ranking)),
    strata: (ranking, tags, mostValues) =>
      asked(readStrata(control, log, needs, ranking, { tags, mostValues, oneIn: strataSample(survey.executions) })),
    executions: (ids) => asked(readExecutions(control, log, window, ids)),
    coverage: (required, owner) => asked(readCoverage(control, log, needs, required, owner)),
    tagKeys: () => asked(readTagKeys(control, log, needs)),
    settings: async () => new Map((await asked(knownSettings(control))).map((one) => [one.name, one.fixed])),
    functions: () => asked(engineFunctions(control)),
    compare: (database, pairs) => asked(comparePairs(server, database, pairs)),
    errorNames: (codes) => asked(errorNames(control, codes)),
    close: server.close,
  };
}

/** Pairs that are asked about at a time. */
const atOnce = 4;

async function comparePairs(
  server: LogServer,
  database: string,
  pairs: readonly TextPair[],
): Promise<readonly PairVerdict[]> {
  const tables = server.inDatabase?.(database);
  const verdicts: PairVerdict[] = [];
  try {
    for (let from = 0; from < pairs.length; from += atOnce) {
      const some = pairs.slice(from, from + atOnce);
      const asked = some.map((pair) => explainsAlike(server.control, tables, pair, server.mayChangeSettings));
      verdicts.push(...(await Promise.all(asked)));
    }
  } finally {
    await tables?.close();
  }
  return verdicts;
}

/** What this user's profile says of texts in the log and of memory. */
async function limitsOf(control: Control): Promise<{ readonly cutLength: number; readonly memoryBytes: Bytes }> {
  const rows = await control.rows(
    "SELECT name, value FROM system.settings WHERE name IN ('log_queries_cut_to_length', 'max_memory_usage')",
    settingRow,
  );
  const of = new Map(rows.map((row) => [row.name, Number(row.value)]));
  return { cutLength: of.get('log_queries_cut_to_length') ?? 100_000, memoryBytes: of.get('max_memory_usage') ?? 0 };
}

async function openTarget({ source, say }: LogRequest, signal: AbortSignal): Promise<LogServer> {
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

const readonlySetting = 164;

/** Marks our own reads, so that the next capture leaves them out. A user with readonly = 1 may not. */
async function marked(client: Client): Promise<Pick<LogServer, 'control' | 'mayChangeSettings'>> {
  const settings = { log_comment: JSON.stringify({ hogbench: { purpose: 'capture' } }) };
  try {
    await client.rows('SELECT 1', anyRow, { settings });
  } catch (error) {
    if (isServerError(error) && error.code === readonlySetting) return { control: client, mayChangeSettings: false };
    throw error;
  }
  const control: Control = {
    rows: (sql, shape, options = {}) =>
      client.rows(sql, shape, { ...options, settings: { ...options.settings, ...settings } }),
    command: (sql, options = {}) => client.command(sql, { ...options, settings: { ...options.settings, ...settings } }),
  };
  return { control, mayChangeSettings: true };
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
