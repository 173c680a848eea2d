import type { CostMetric, CostWeights } from '../../model/traffic.ts';
import type { Bytes } from '../../model/units.ts';
import type { Settings } from '../../model/workload.ts';
import { conditions, type ReadLog } from './logConditions.ts';
import { commentSql, tagColumns } from './logTags.ts';

/** A log that can be read: where it is, and what is known of it. */
export interface LogTable extends ReadLog {
  /** `system.query_log`, `clusterAllReplicas(…)`, `file(…)`. */
  readonly table: string;
  readonly cost: CostWeights;
  /** Sent with every read of many rows; empty for a user who may not change settings. */
  readonly settings: Settings;
}

/** Seconds since 1970, by the server's clock; the end is not in the window. */
export interface LogWindow {
  readonly from: number;
  readonly until: number;
}

/** What the survey learned that decides how rows are read. */
export interface RowNeeds {
  readonly window: LogWindow;
  /** Whether any row has tags in its text alone. Reading all texts is the dearest part. */
  readonly readsComments: boolean;
  /** Whether the shards of distributed queries wrote rows of their own. */
  readonly hasSecondary: boolean;
  /** Whether any text was cut, and whether any row has none: texts are most of a log, and need not be read for it. */
  readonly hasCut: boolean;
  readonly hasTextless: boolean;
}

/**
 * Where the kernel does not tell a thread's CPU time, its user and system time do. Without `materialize` the server reads
 * the map anew for each key, which takes five times as long.
 */
function cpu(column: string): string {
  const event = (name: string): string => `materialize(${column})['${name}']`;
  const virtual = event('OSCPUVirtualTimeMicroseconds');
  return `if(${virtual} = 0, ${event('UserTimeMicroseconds')} + ${event('SystemTimeMicroseconds')}, ${virtual})`;
}

/**
 * Settings for reading a log. Conditions on tags would be evaluated twice, once before the other columns are read, and
 * parsing is dearer than reading. Groups go to the server's disk at half of the memory, so that a log of many shapes is
 * slow before it is refused. A limit of the server's own that is lower stays; 0 is none.
 */
export function readSettings(memoryBytes: Bytes, ownLimit: Bytes): Settings {
  const limit = ownLimit > 0 ? Math.min(ownLimit, memoryBytes) : memoryBytes;
  return {
    optimize_move_to_prewhere: 0,
    output_format_json_quote_denormals: 0,
    max_memory_usage: limit,
    max_bytes_before_external_group_by: Math.floor(limit / 2),
    max_bytes_before_external_sort: Math.floor(limit / 2),
  };
}

export function inWindow({ columns }: LogTable, { from, until }: LogWindow): string {
  const time = columns.sql('event_time');
  const day = 86_400;
  const seconds = (at: number): string => `fromUnixTimestamp(${Math.max(0, Math.floor(at))})`;
  // Lets a log that is partitioned or sorted by day skip the others.
  const days = columns.has('event_date')
    ? `toDate(${columns.sql('event_date')}) BETWEEN toDate(${seconds(from - day)}) AND toDate(${seconds(until + day)}) AND `
    : '';
  return `${days}${time} >= ${seconds(from)} AND ${time} < ${seconds(until)}`;
}

/**
 * A subquery of the executions in a window: `shape`, `id`, `duration_us`, `cpu_us`, `read_bytes`, `memory`, `code`,
 * `cut`, `cost`, `metric`, `second` since 1970, and `tag_0` … in the order of `tags`. With `oneIn` above 1 a sample of them by a hash of their ids; `more` are further columns.
 */
export function executionRows(
  log: LogTable,
  needs: RowNeeds,
  tags: readonly string[],
  by: CostMetric,
  oneIn = 1,
  more: readonly string[] = [],
): string {
  const { sql } = log.columns;
  const conditionOf = conditions(log);
  const comment = needs.readsComments ? `if(${sql('log_comment')} = '', ${commentSql(sql('query'))}, '')` : "''";
  const tagged = tagColumns(tags, log.columns, comment);
  const shards = needs.hasSecondary ? secondaryCpu(log, needs.window) : undefined;
  const ownCpu = cpuOf(log);
  const columns = [
    `${shapeOf(log)} AS shape`,
    `${idOf(log)} AS id`,
    `toFloat64(${sql('query_duration_ms')}) * 1000 AS duration_us`,
    `toFloat64(${shards === undefined ? ownCpu : `${ownCpu} + ifNull(shards.cpu, 0)`}) AS cpu_us`,
    `toFloat64(${sql('read_bytes')}) AS read_bytes`,
    `toFloat64(${sql('memory_usage')}) AS memory`,
    `toInt32(${sql('exception_code')}) AS code`,
    `${needs.hasCut ? conditionOf.cut : '0'} AS cut`,
    `cpu_us / 1000000 * ${log.cost.cpuSecond} + read_bytes / 1073741824 * ${log.cost.gibRead} AS cost`,
    `${metricSql[by]} AS metric`,
    `toInt64(toUnixTimestamp(toDateTime(${sql('event_time')}))) AS second`,
    ...tagged.with,
    ...tagged.columns,
    ...more,
  ];
  const sampled = oneIn > 1 ? ` AND cityHash64(${idOf(log)}) % ${oneIn} = 0` : '';
  const join = shards === undefined ? '' : `GLOBAL LEFT JOIN (${shards}) AS shards ON shards.id = ${sql('query_id')}`;
  return `(SELECT ${columns.join(',\n')}
    FROM ${log.table} AS query_log ${join}
    WHERE ${inWindow(log, needs.window)} AND ${executionFilter(log, needs.hasTextless)}${sampled})`;
}

/** True for the rows that are executions of somebody's reading query. `asksText` leaves out those without a text. */
export function executionFilter(log: LogTable, asksText: boolean): string {
  const { ended, initial, hogbench, system, reading, withText } = conditions(log);
  const text = asksText ? `AND ${withText} ` : '';
  return `${ended} AND ${initial} AND ${reading} ${text}AND NOT ${hogbench} AND NOT ${system}`;
}

/** The id of an execution; a hash where the log keeps none. */
export function idOf({ columns }: LogTable): string {
  const { sql, has } = columns;
  return has('query_id') ? sql('query_id') : `hex(cityHash64(${sql('query')}, toString(${sql('event_time')})))`;
}

function shapeOf({ columns }: LogTable): string {
  return columns.has('normalized_query_hash')
    ? columns.sql('normalized_query_hash')
    : `normalizedQueryHash(${columns.sql('query')})`;
}

function cpuOf({ columns }: LogTable): string {
  if (columns.has('cpu_us')) return columns.sql('cpu_us');
  return columns.has('ProfileEvents') ? cpu(columns.sql('ProfileEvents')) : '0';
}

/** CPU time on the shards is in their own rows alone; bytes read are in the initiator's already. */
function secondaryCpu(log: LogTable, window: LogWindow): string {
  const { sql } = log.columns;
  const { ended, initial } = conditions(log);
  return `SELECT ${sql('initial_query_id')} AS id, sum(${cpuOf(log)}) AS cpu FROM ${log.table} AS query_log
    WHERE ${inWindow(log, window)} AND ${ended} AND NOT (${initial}) GROUP BY id`;
}

const metricSql: Readonly<Record<CostMetric, string>> = {
  cpu: 'cpu_us',
  read_bytes: 'read_bytes',
  duration: 'duration_us',
  memory: 'memory',
  count: '1',
  failures: 'toFloat64(code != 0)',
  cost: 'cost',
};
