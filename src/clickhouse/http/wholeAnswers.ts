import type { Settings } from '../../model/workload.ts';
import type { Control, ControlOptions } from './control.ts';
import { isServerError } from './refusals.ts';
import { anyRow, type RowShape, settingRow } from './rowShape.ts';

/** The limits that each overflow mode speaks of. */
const limitsOf: Readonly<Record<string, readonly string[]>> = {
  timeout_overflow_mode: ['max_execution_time', 'max_estimated_execution_time'],
  timeout_overflow_mode_leaf: ['max_execution_time_leaf'],
  read_overflow_mode: ['max_rows_to_read', 'max_bytes_to_read'],
  read_overflow_mode_leaf: ['max_rows_to_read_leaf', 'max_bytes_to_read_leaf'],
  result_overflow_mode: ['max_result_rows', 'max_result_bytes'],
  group_by_overflow_mode: ['max_rows_to_group_by'],
  sort_overflow_mode: ['max_rows_to_sort', 'max_bytes_to_sort'],
  distinct_overflow_mode: ['max_rows_in_distinct', 'max_bytes_in_distinct'],
  set_overflow_mode: ['max_rows_in_set', 'max_bytes_in_set'],
  join_overflow_mode: ['max_rows_in_join', 'max_bytes_in_join'],
  transfer_overflow_mode: ['max_rows_to_transfer', 'max_bytes_to_transfer'],
};

/**
 * What makes a server answer in full or not at all, for each setting of these that lets it answer with a part: `break` or
 * `any` of an overflow mode, skipped shards, a part on cancelling. Empty where none does.
 */
export function wholeOrNothing(settings: Settings): Settings {
  const changes = Object.entries(settings).flatMap(([name, value]): [string, string | number][] => {
    if (Object.hasOwn(limitsOf, name)) return isCutting(value) ? [[name, 'throw']] : [];
    return (name === 'skip_unavailable_shards' || name === 'partial_result_on_first_cancel') && isOn(value)
      ? [[name, 0]]
      : [];
  });
  return Object.fromEntries(changes);
}

function isCutting(value: string | number): boolean {
  return /^(break|any)$/i.test(String(value));
}

function isOn(value: string | number): boolean {
  return !/^(0|false)$/i.test(String(value));
}

/** The profile that is asked for must not cut the answer to that: settings that every server has. */
const uncut: Settings = {
  ...{ read_overflow_mode: 'throw', max_rows_to_read: 0, max_bytes_to_read: 0 },
  ...{ result_overflow_mode: 'throw', max_result_rows: 0, max_result_bytes: 0 },
  ...{ timeout_overflow_mode: 'throw', max_execution_time: 0 },
};

/** Settings of the user's profile by which a server answers with a part. None where it may not be asked. */
export async function profileCuts(control: Pick<Control, 'rows'>): Promise<Settings> {
  const names = [...Object.keys(limitsOf), 'skip_unavailable_shards'].map((name) => `'${name}'`).join(', ');
  try {
    const sql = `SELECT name, value FROM system.settings WHERE name IN (${names}) AND changed`;
    const ask = (settings: Settings) => control.rows(sql, settingRow, { settings });
    const rows = await ask(uncut).catch((error: unknown) => {
      if (isServerError(error)) return ask({});
      throw error;
    });
    const cuts = rows.filter(({ name, value }) => Object.keys(wholeOrNothing({ [name]: value })).length > 0);
    return Object.fromEntries(cuts.map(({ name, value }) => [name, value]));
  } catch (error) {
    if (isServerError(error)) return {};
    throw error;
  }
}

/**
 * The same server, whose answers to our own questions no profile cuts short. What the user may change is undone: the limits
 * where they may be lifted, else the modes alone, so that a limit is an error and no half answer.
 */
export function withWholeAnswers<T extends Pick<Control, 'rows'>>(client: T): T {
  let known: Promise<Settings> | undefined;
  const undoing = (): Promise<Settings> => {
    known ??= permitted(client).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    ...client,
    rows: async <Row>(sql: string, shape: RowShape<Row>, options: ControlOptions = {}) =>
      client.rows(sql, shape, { ...options, settings: { ...(await undoing()), ...options.settings } }),
  };
}

async function permitted(control: Pick<Control, 'rows'>): Promise<Settings> {
  const cuts = await profileCuts(control);
  const modes = wholeOrNothing(cuts);
  if (Object.keys(modes).length === 0) return {};
  const limits = Object.keys(cuts).flatMap((name) => (limitsOf[name] ?? []).map((limit) => [limit, 0] as const));
  for (const settings of [{ ...modes, ...Object.fromEntries(limits) }, modes])
    if (await isTaken(control, settings)) return settings;
  return {};
}

async function isTaken(control: Pick<Control, 'rows'>, settings: Settings): Promise<boolean> {
  try {
    await control.rows('SELECT 1', anyRow, { settings });
    return true;
  } catch (error) {
    if (isServerError(error)) return false;
    throw error;
  }
}
