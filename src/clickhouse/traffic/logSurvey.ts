import { z } from 'zod';
import { UserError } from '../../model/errors.ts';
import type { LogSurvey } from '../../model/logFacts.ts';
import type { Control } from '../http/control.ts';
import { anyRow, countField } from '../http/rowShape.ts';
import { conditions } from './logConditions.ts';
import { inWindow, type LogTable, type LogWindow, type RowNeeds } from './logRows.ts';
import { logTrouble } from './logTrouble.ts';

const surveyRow = z.object({
  oldest: countField,
  newest: countField,
  all: countField,
  secondary: countField,
  hogbench: countField,
  ofSystem: countField,
  notReading: countField,
  withoutText: countField,
  executions: countField,
  cut: countField,
  withoutLogComment: countField,
  withCpu: countField,
});

const hour = 1 / 24;

/** Whether a log has rows from before a window. */
export async function hasOlder(control: Control, log: LogTable, { from }: LogWindow): Promise<boolean> {
  const long = 10_000 * 86_400;
  const rows = await control.rows(
    `SELECT 1 AS found FROM ${log.table} AS query_log WHERE ${inWindow(log, { from: from - long, until: from })} LIMIT 1`,
    anyRow,
  );
  return rows.length > 0;
}

/** Seconds since 1970 by the server's clock. A log in a file ends with its newest row, whenever that was. */
export async function windowOf(
  control: Control,
  log: LogTable,
  sinceSeconds: number | undefined,
  isFile: boolean,
  where: string,
): Promise<LogWindow> {
  const time = log.columns.sql('event_time');
  const sql = isFile
    ? `SELECT toUnixTimestamp(toDateTime(max(${time}))) + 1 AS until, toUnixTimestamp(toDateTime(min(${time}))) AS oldest FROM ${log.table} AS query_log`
    : 'SELECT toUnixTimestamp(now()) + 1 AS until, 0 AS oldest';
  const [row] = await control
    .rows(sql, z.object({ until: countField, oldest: countField }))
    .catch((error: unknown) => Promise.reject(logTrouble(error, where)));
  const until = row?.until ?? 0;
  const oldest = row?.oldest ?? 0;
  return { until, from: sinceSeconds === undefined ? oldest : Math.max(oldest, until - sinceSeconds) };
}

/**
 * Counts the rows of a window by what becomes of them.
 * @throws UserError when there is nothing to read in it
 */
export async function surveyLog(
  control: Control,
  log: LogTable,
  window: LogWindow,
  where: string,
): Promise<{ survey: LogSurvey; needs: RowNeeds; emptyCpu: boolean }> {
  const [row] = await control
    .rows(surveySql(log, window), surveyRow, { settings: log.settings })
    .catch((error: unknown) => Promise.reject(logTrouble(error, where)));
  if (row === undefined || row.all === 0) throw nothing('the log has no rows in this window', window, where);
  const count = (name: keyof typeof row): number => row[name];
  const survey: LogSurvey = {
    from: window.from * 1000,
    until: window.until * 1000,
    rowsFrom: Math.max(window.from, count('oldest')) * 1000,
    days: Math.max(hour, (window.until - Math.max(window.from, count('oldest'))) / 86_400),
    executions: count('executions'),
    cut: count('cut'),
    withoutText: count('withoutText'),
    secondary: count('secondary'),
    hogbench: count('hogbench'),
    system: count('ofSystem'),
    notReading: count('notReading'),
    withoutLogComment: count('withoutLogComment'),
  };
  if (survey.executions === 0)
    throw nothing(`the log has no query to replay in this window: ${leftOut(survey)}`, window, where);
  const needs = {
    window,
    readsComments: survey.withoutLogComment > 0,
    hasSecondary: survey.secondary > 0,
    hasCut: survey.cut > 0,
    hasTextless: survey.withoutText > 0,
  };
  return { survey, needs, emptyCpu: log.columns.has('cpu_us') && count('withCpu') === 0 };
}

function leftOut(survey: LogSurvey): string {
  const parts = Object.entries({
    'without text': survey.withoutText,
    'of shards': survey.secondary,
    'of hogbench itself': survey.hogbench,
    'of system tables or of none': survey.system,
    'that do not only read': survey.notReading,
  }).flatMap(([name, count]) => (count > 0 ? [`${count} ${name}`] : []));
  return parts.join(', ');
}

function nothing(what: string, window: LogWindow, where: string): UserError {
  const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
  return new UserError(
    'target',
    `${what} (${day(window.from)} to ${day(window.until)} UTC, by the server's clock)`,
    'Choose a longer --since, check that log_queries is 1, or read an archive with --log-table.',
    where,
  );
}

/** Each row counts once: at the first reason that leaves it out. */
function surveySql(log: LogTable, window: LogWindow): string {
  const { ended, initial, hogbench, system, reading, cut, withText } = conditions(log);
  const { sql, has } = log.columns;
  // The map of events is dear to read, and is never all zero.
  const columnCpu = has('cpu_us') ? `${sql('cpu_us')} > 0` : '0';
  return `SELECT
      toUnixTimestamp(toDateTime(min(time))) AS oldest, toUnixTimestamp(toDateTime(max(time))) AS newest, toString(count()) AS all,
      toString(countIf(reason = 1)) AS secondary, toString(countIf(reason = 2)) AS withoutText, toString(countIf(reason = 3)) AS hogbench,
      toString(countIf(reason = 4)) AS ofSystem, toString(countIf(reason = 5)) AS notReading, toString(countIf(reason = 0)) AS executions,
      toString(countIf(reason = 0 AND is_cut)) AS cut, toString(countIf(reason = 0 AND bare)) AS withoutLogComment,
      toString(countIf(reason = 0 AND has_cpu)) AS withCpu
    FROM (
      SELECT ${sql('event_time')} AS time, ${cut} AS is_cut, ${sql('log_comment')} = '' AS bare, ${columnCpu} AS has_cpu,
        multiIf(NOT (${initial}), 1, NOT (${withText}), 2, ${hogbench}, 3, ${system}, 4, NOT (${reading}), 5, 0) AS reason
      FROM ${log.table} AS query_log WHERE ${inWindow(log, window)} AND ${ended}
    )`;
}
