import type { ArmText, CaseComparison } from '../../model/comparison.ts';
import type { Params } from '../../model/workload.ts';
import { absent, formatCount } from '../../text/quantity.ts';
import type { ArmsRow } from '../words/armsView.ts';

/** Where the text of an arm stands, and which executions it had. */
export interface ArmSource {
  readonly arm: string;
  readonly place: string;
  readonly queryIds: readonly string[];
}

export function armSources(item: CaseComparison): readonly ArmSource[] {
  return (['baseline', 'candidate'] as const).flatMap((arm) => {
    const text = item[arm];
    return text === null ? [] : [{ arm, place: text.place, queryIds: text.queryIds }];
  });
}

/** A list of thousands of ids is no value to read; the run file has it. */
const longestValue = 300;

function valueText(value: Params[string]): string {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  if (text.length <= longestValue) return text;
  return `${text.slice(0, longestValue)}… (${formatCount(text.length)} characters)`;
}

/** What each arm sends beside the SQL: parameters as `param_name`, then settings, those of both arms in one row. */
export function settingsRows(arms: readonly ArmText[]): readonly ArmsRow[] {
  const all = arms.map(({ params, settings }) => [
    ...Object.entries(params).map(([name, value]) => [`param_${name}`, value] as const),
    ...Object.entries(settings),
  ]);
  const byName = all.map((entries) => new Map<string, Params[string]>(entries));
  const names = [...new Set(all.flatMap((entries) => entries.map(([name]) => name)))];
  return names.map((label) => {
    const values = byName.map((own) => own.get(label));
    return {
      label,
      values: values.map((value) => (value === undefined ? absent : valueText(value))),
      differs: new Set(values.map((value) => JSON.stringify(value))).size > 1,
    };
  });
}

const dayMs = 86_400_000;

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/**
 * A statement that shows these executions in a server's query log. The log is cut by day, in a time zone of its own: the
 * day before the run keeps what else it holds from being read.
 *
 * @param startedAt the start of the run, in ms; not-a-number leaves the day out
 */
export function logStatement(queryIds: readonly string[], startedAt: number): string {
  const day = new Date(startedAt - dayMs);
  const since = Number.isNaN(day.getTime()) ? [] : [`    AND event_date >= '${day.toISOString().slice(0, 10)}'`];
  return [
    'SELECT',
    '    event_time, query_id, query_duration_ms, read_rows, read_bytes, memory_usage, exception, ProfileEvents, query',
    'FROM system.query_log',
    "WHERE type != 'QueryStart'",
    ...since,
    '    AND query_id IN (',
    `        ${queryIds.map(quoted).join(',\n        ')}`,
    '    )',
    'ORDER BY event_time',
  ].join('\n');
}
