import { type Choices, pick } from './choices.ts';
import type { Setting } from './statement.ts';

export interface PlacedSettings {
  readonly text: readonly Setting[];
  readonly behindFormat: readonly Setting[];
  readonly request: readonly Setting[];
}

export interface Allowed {
  readonly totals: boolean;
  /** Whether the rows that a limit keeps are always the same. */
  readonly limits: boolean;
  /** The name of a column of the answer; null where none has one. */
  readonly name: string | null;
}

const always: readonly [Setting, ...Setting[]] = [
  { name: 'max_threads', value: 1 },
  { name: 'max_threads', value: 3 },
  { name: 'max_block_size', value: 50 },
  { name: 'enable_analyzer', value: 0 },
  { name: 'enable_analyzer', value: 1 },
  { name: 'allow_experimental_analyzer', value: 0 },
  { name: 'allow_experimental_analyzer', value: 1 },
  { name: 'extremes', value: 1 },
  { name: 'session_timezone', value: 'Asia/Kathmandu' },
  { name: 'session_timezone', value: 'US/Pacific' },
  { name: 'join_use_nulls', value: 1 },
  { name: 'group_by_use_nulls', value: 1 },
  { name: 'output_format_json_quote_64bit_integers', value: 1 },
  { name: 'output_format_json_quote_denormals', value: 1 },
  { name: 'output_format_json_array_of_rows', value: 1 },
  { name: 'output_format_write_statistics', value: 0 },
  { name: 'output_format_pretty_row_numbers', value: 0 },
  { name: 'date_time_output_format', value: 'iso' },
  { name: 'max_result_rows', value: 20_000 },
  { name: 'max_result_bytes', value: 100_000_000 },
  { name: 'optimize_aggregation_in_order', value: 1 },
  { name: 'aggregate_functions_null_for_empty', value: 1 },
  { name: 'max_execution_time', value: 60 },
  { name: 'readonly', value: 2 },
];

const ofTotals: readonly Setting[] = [
  { name: 'totals_mode', value: 'before_having' },
  { name: 'totals_mode', value: 'after_having_exclusive' },
  { name: 'totals_mode', value: 'after_having_inclusive' },
];

const ofLimits: readonly Setting[] = [
  { name: 'limit', value: 7 },
  { name: 'offset', value: 2 },
];

/** Of the rows of the answer, those that it keeps: it acts on the outermost SELECT alone. */
function filterOf(name: string): Setting {
  return { name: 'additional_result_filter', value: `cityHash64(toString(${name})) % 3 > 0` };
}

/** Settings, and where each is stated; none is stated twice. */
export function settingsOf({ settings }: Choices, allowed: Allowed): PlacedSettings {
  const pool: readonly [Setting, ...Setting[]] = [
    ...always,
    ...(allowed.totals ? [...ofTotals, ...ofTotals, ...ofTotals] : []),
    ...(allowed.name === null ? [] : [filterOf(allowed.name)]),
    ...(allowed.limits ? [...ofLimits, ...ofLimits] : []),
  ];
  const chosen = settings.map(({ which, where }) => ({ setting: pick(pool, which), where: where % 5 }));
  const kinds = chosen.map(({ setting }) => setting.name.replace('allow_experimental_', 'enable_'));
  const once = chosen.filter((_, at) => kinds.indexOf(kinds[at] ?? '') === at);
  const at = (...places: number[]) => once.filter(({ where }) => places.includes(where)).map(({ setting }) => setting);
  return { text: at(0, 1), behindFormat: at(2), request: at(3, 4) };
}
