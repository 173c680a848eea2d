import { assumedZone, type LogRequest, type TrafficLog } from '../app/trafficLog.ts';
import { interruption, type World } from '../app/world.ts';
import { bounded, type Control } from '../clickhouse/http/control.ts';
import { deadlines, longAnswer } from '../clickhouse/http/deadlines.ts';
import { settingRow } from '../clickhouse/http/rowShape.ts';
import { explainsAlike } from '../clickhouse/traffic/explainsAlike.ts';
import { lacksZone, readColumns } from '../clickhouse/traffic/logColumns.ts';
import { readCoverage, readTagConflicts, readTagKeys } from '../clickhouse/traffic/logCoverage.ts';
import { engineFunctions, errorNames, knownSettings, readExecutions } from '../clickhouse/traffic/logExecutions.ts';
import { rankGroups } from '../clickhouse/traffic/logRanking.ts';
import { type LogTable, readSettings } from '../clickhouse/traffic/logRows.ts';
import { readStrata, strataSample } from '../clickhouse/traffic/logStrata.ts';
import { hasOlder, surveyLog, windowOf } from '../clickhouse/traffic/logSurvey.ts';
import { readTimes } from '../clickhouse/traffic/logTiming.ts';
import { logTrouble } from '../clickhouse/traffic/logTrouble.ts';
import type { PairVerdict, TextPair } from '../model/serverAnswers.ts';
import type { Bytes } from '../model/units.ts';
import { openLogFile } from './logFile.ts';
import { type LogServer, openLogTarget } from './logTarget.ts';

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
        : await openLogTarget(request, signal);
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
  const columns = await readColumns(control, table, { layout: request, where: name, timeZone, isFile: server.isFile });
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
  const window = request.window ?? (await windowOf(control, log, request.sinceSeconds, server.isFile, name));
  request.say(`reading ${name}`);
  const { survey, needs, emptyCpu } = await surveyLog(control, log, window, name);
  const clockSkewMs = server.isFile || request.window !== undefined ? undefined : window.until * 1000 - world.now();
  const lacking = [
    ...((columns.has('ProfileEvents') || columns.has('cpu_us')) && !emptyCpu ? [] : ['cpu_us']),
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
    facts: {
      missingTags: columns.missingTags,
      ...(columns.presetGap === undefined ? {} : { presetGap: columns.presetGap }),
      ...(columns.fitting === undefined ? {} : { fitting: columns.fitting.name }),
      conflicts: await asked(readTagConflicts(control, log, needs)),
      hasDatabases: columns.has('databases'),
      tellsShards: columns.has('is_initial_query') && columns.has('initial_query_id'),
      hasShapes: columns.has('normalized_query_hash'),
      hasSettings: columns.has('Settings'),
      emptyCpu,
    },
    rank: (ranking) => asked(rankGroups(control, log, needs, ranking, lacking)),
    reachesBack: () => asked(hasOlder(control, log, window)),
    strata: (ranking, tags, mostValues) =>
      asked(readStrata(control, log, needs, ranking, { tags, mostValues, oneIn: strataSample(survey.executions) })),
    times: (wanted) => asked(readTimes(control, log, needs, wanted)),
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
