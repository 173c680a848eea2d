import { z } from 'zod';
import type { Evidence, MissingCause } from '../../model/serverFacts.ts';
import { stringList } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { deadlines, isGivenUp, longAnswer } from '../http/deadlines.ts';
import { endsRun, isServerError } from '../http/refusals.ts';
import { OddAnswer, settingRow } from '../http/rowShape.ts';
import { implausible, readLogRow } from './logEvidence.ts';
import { everyReplica } from './serverLogs.ts';

export interface QueryLogSource {
  readonly control: Control;
  /** Reads the log of every replica of this cluster; absent for a single server. */
  readonly cluster?: string;
  /** Makes the servers write what they hold back; resolves to false when that is not permitted. */
  readonly flush: () => Promise<boolean>;
  /** How long to wait for rows when flushing is not permitted. */
  readonly patienceMs: number;
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * The initiator counts these two from the progress its shards report, so its row holds their sum already;
 * measured on 26.7: 200,000 on the initiator and 100,000 on the other shard of a table of 200,000 rows.
 */
const withoutProgress = "mapFilter((name, value) -> name NOT IN ('SelectedRows', 'SelectedBytes'), ProfileEvents)";

const clockWasSetUs = 100_000;

/**
 * The server time of an execution in microseconds, as SQL over columns of its log. The difference of two readings of the
 * server's wall clock is the finer measure. Where it contradicts the server's stopwatch, the clock was set in between.
 */
export function serverTimeUs(): string {
  const byClock = "dateDiff('us', query_start_time_microseconds, event_time_microseconds)";
  const byStopwatch = 'toInt64(query_duration_ms) * 1000';
  return `if(abs(${byClock} - ${byStopwatch}) < ${clockWasSetUs}, ${byClock}, ${byStopwatch})`;
}

const idsPerRead = 400;
const pollMs = 1000;
/** A little over the default `flush_interval_milliseconds` of a server's query_log, 7.5 s. */
const serverFlushMs = 8000;
/** A server that may be flushed logs a query within milliseconds of its answer. */
const flushedPollMs = 50;
const flushedPatienceMs = 1000;
const accessDenied = 497;
const unknownTable = 60;

/**
 * Reads what the server wrote about each execution. An id without a row comes back as `missing` with its
 * cause, never as zeros. Rows of one distributed query are summed over `initial_query_id`.
 * @throws ServerError when the server refuses whatever it is asked, Unanswered when it leaves a question open: the rows can
 *   be read later
 */
export async function collectEvidence(
  source: QueryLogSource,
  queryIds: readonly string[],
): Promise<ReadonlyMap<string, Evidence>> {
  const found = new Map<string, Evidence>();
  if (queryIds.length === 0) return found;
  let flushed = false;
  try {
    flushed = await source.flush();
    await readUntilSettled(source, queryIds, flushed, found);
  } catch (error) {
    if (endsRun(error) || isGivenUp(error)) throw error;
    const cause = causeOfRefusal(error, source.cluster);
    for (const id of queryIds) if (!found.has(id)) found.set(id, { kind: 'missing', ...cause });
    return found;
  }
  const missing = queryIds.filter((id) => !found.has(id));
  if (missing.length > 0) {
    const cause = await causeOfAbsence(source.control, flushed);
    for (const id of missing) found.set(id, { kind: 'missing', ...cause });
  }
  return found;
}

/**
 * Reads until the log has every row, or patience ends. A server answers a query a moment before it logs it,
 * so even right after a flush the last row can be missing: flush and read again. Where flushing is not
 * permitted rows arrive when the servers write by themselves, those of other replicas up to a whole flush interval
 * after the initiator's: so no count may have grown for that long.
 */
async function readUntilSettled(
  source: QueryLogSource,
  queryIds: readonly string[],
  flushed: boolean,
  found: Map<string, Evidence>,
): Promise<void> {
  const patience = flushed ? flushedPatienceMs : source.patienceMs;
  const quietMs = flushed || source.cluster === undefined ? 0 : serverFlushMs;
  let rowsBefore = -1;
  let grewAt = 0;
  for (let waited = 0; ; ) {
    await readRows(source, queryIds, found);
    const rows = logRows(found);
    if (rows !== rowsBefore) grewAt = waited;
    rowsBefore = rows;
    const complete = found.size === queryIds.length;
    if ((complete && waited - grewAt >= quietMs) || waited >= patience) return;
    const wait = flushed ? flushedPollMs : pollMs;
    await source.pause(wait);
    waited += wait;
    if (flushed) await source.flush();
  }
}

async function readRows(
  source: QueryLogSource,
  queryIds: readonly string[],
  found: Map<string, Evidence>,
): Promise<void> {
  for (let from = 0; from < queryIds.length; from += idsPerRead) {
    const asked = queryIds.slice(from, from + idsPerRead);
    const wanted = new Set(asked);
    const bounds = { what: 'reading system.query_log', timeoutMs: deadlines.log, maxBytes: longAnswer };
    for (const row of await source.control.rows(logSql(source, asked), z.unknown(), bounds)) {
      const logged = readLogRow(row);
      if (logged === undefined || !(wanted.has(logged.id) || found.has(logged.id))) continue;
      const isFirst = wanted.delete(logged.id);
      found.set(logged.id, isFirst ? logged.evidence : implausible('the server told of it twice in one answer'));
    }
  }
}

function logRows(found: ReadonlyMap<string, Evidence>): number {
  return [...found.values()].reduce((sum, one) => sum + (one.kind === 'facts' ? one.logRows : 0), 0);
}

function logSql(source: QueryLogSource, ids: readonly string[]): string {
  const table = everyReplica('system.query_log', source.cluster);
  return `
    SELECT
      initial_query_id AS id,
      countIf(is_initial_query) AS initialRows,
      count() AS logRows,
      maxIf(${serverTimeUs()}, is_initial_query) AS durationUs,
      maxIf(query_log.read_rows, is_initial_query) AS readRows,
      maxIf(query_log.read_bytes, is_initial_query) AS readBytes,
      maxIf(query_log.result_rows, is_initial_query) AS resultRows,
      maxIf(query_log.result_bytes, is_initial_query) AS resultBytes,
      maxIf(query_log.memory_usage, is_initial_query) AS memoryBytes,
      maxIf(query_log.exception_code, is_initial_query) AS exceptionCode,
      sumMap(if(is_initial_query, ProfileEvents, ${withoutProgress})) AS events
    FROM ${table} AS query_log
    WHERE event_date >= today() - 1
      AND type IN ('QueryFinish', 'ExceptionBeforeStart', 'ExceptionWhileProcessing')
      AND initial_query_id IN ${stringList(ids)}
    GROUP BY initial_query_id`;
}

interface Missing {
  readonly cause: MissingCause;
  readonly detail: string;
}

function causeOfRefusal(error: unknown, cluster: string | undefined): Missing {
  if (error instanceof OddAnswer) return { cause: 'implausible', detail: error.message };
  if (isServerError(error) && cluster !== undefined)
    return { cause: 'not-permitted', detail: `the log of cluster ${cluster} cannot be read: ${error.message}` };
  if (isServerError(error) && error.code === accessDenied)
    return { cause: 'not-permitted', detail: 'the user has no SELECT grant on system.query_log' };
  if (isServerError(error) && error.code === unknownTable)
    return { cause: 'log-disabled', detail: 'the server has no system.query_log' };
  if (isServerError(error)) return { cause: 'unknown', detail: `reading the log failed: ${error.message}` };
  return { cause: 'connection-lost', detail: 'the server did not answer when its log was read' };
}

async function causeOfAbsence(control: Control, flushed: boolean): Promise<Missing> {
  try {
    const rows = await control.rows(
      `SELECT name, value FROM system.settings
       WHERE name IN ('log_queries', 'log_queries_probability', 'log_queries_min_query_duration_ms')`,
      settingRow,
    );
    const settings = new Map(rows.map((row) => [row.name, Number(row.value)]));
    if (settings.get('log_queries') === 0) return { cause: 'log-disabled', detail: 'log_queries is 0 for this user' };
    if ((settings.get('log_queries_probability') ?? 1) < 1)
      return { cause: 'sampled-or-filtered', detail: 'log_queries_probability is below 1' };
    if ((settings.get('log_queries_min_query_duration_ms') ?? 0) > 0)
      return { cause: 'sampled-or-filtered', detail: 'log_queries_min_query_duration_ms drops fast queries' };
  } catch (error) {
    if (isGivenUp(error)) throw error;
    return { cause: 'connection-lost', detail: 'the server did not answer when its log was read' };
  }
  return flushed
    ? { cause: 'unknown', detail: 'the log was flushed and holds no row for this execution' }
    : { cause: 'not-flushed', detail: 'no grant to flush the log, and the row did not arrive in time' };
}
