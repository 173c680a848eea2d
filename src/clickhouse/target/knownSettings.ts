import { z } from 'zod';
import { UserError } from '../../model/errors.ts';
import type { SettingRefusal } from '../../model/serverAnswers.ts';
import type { Params, Settings } from '../../model/workload.ts';
import { identifier, stringList, stringLiteral } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { isServerError, type ServerError } from '../http/refusals.ts';
import { nameField } from '../http/rowShape.ts';

/** Parsed and never run, so that no setting can make a write of it, and none that limits a query cuts it. */
const probe = 'EXPLAIN AST SELECT 1';
const unknownSetting = 115;
/**
 * What a setting does to the probe, or needs of another setting, is no refusal: 62 and 306 limits of parsing, 168 of its
 * tree, 158, 241, 307 and 396 limits of rows, memory and bytes, 159 and 160 of time, 201 and 202 of the user, 344 needs a
 * permission.
 */
const effects = new Set([62, 306, 168, 158, 241, 307, 396, 159, 160, 201, 202, 344]);

/**
 * Asks the server whether it has these settings, once for each distinct set.
 * @throws UserError usage with the server's own suggestion, before anything has been measured
 */
export async function checkSettings(control: Control, sets: readonly Settings[]): Promise<void> {
  const distinct = new Map(sets.map((one) => [JSON.stringify(one), one]));
  const unlisted = await unlistedSettings(control, sets);
  for (const settings of distinct.values()) {
    const refusal =
      (await unlistedRefusal(control, settings, unlisted)) ?? (await sentRefusal(control, settings, guard));
    // Whatever else the server dislikes about them, it says so when the queries run.
    if (refusal?.unknown === true)
      throw new UserError(
        'usage',
        refusal.message,
        'Correct its name in the workload, or in --set, --baseline-set or --candidate-set.',
      );
  }
}

/**
 * Names that the server does not list as settings: its own custom ones, and what a request would take for something else.
 * All of them where this user may not look.
 */
export async function unlistedSettings(control: Control, sets: readonly Settings[]): Promise<ReadonlySet<string>> {
  const names = [...new Set(sets.flatMap((one) => Object.keys(one)))];
  const listed = await knownOf(control, Object.fromEntries(names.map((name) => [name, 0])), {});
  return new Set(names.filter((name) => !Object.hasOwn(listed, name)));
}

/**
 * What the server says of those of some settings that it does not list. A SETTINGS clause holds nothing but settings, so no
 * name is taken for a parameter of the request there.
 */
export async function unlistedRefusal(
  control: Control,
  settings: Settings,
  unlisted: ReadonlySet<string>,
): Promise<SettingRefusal | undefined> {
  for (const [name, value] of Object.entries(settings)) {
    if (!unlisted.has(name)) continue;
    const text = `${identifier(name)} = ${typeof value === 'number' ? value : stringLiteral(value)}`;
    const refusal = await statedRefusal(control, text, {}, guard);
    if (refusal?.unknown === true) return refusal;
  }
  return undefined;
}

const guard: Settings = { readonly: 2 };

/** What the server says of settings sent with a request; undefined when it takes them. `guard` wins over them. */
export function sentRefusal(
  control: Control,
  settings: Settings,
  guard: Settings,
): Promise<SettingRefusal | undefined> {
  return refusalOf(() => control.command(probe, { settings: { ...settings, ...guard } }));
}

/** What the server says of `name = value` as a statement writes it; undefined when it takes it. */
export function statedRefusal(
  control: Control,
  text: string,
  params: Params,
  guard: Settings,
): Promise<SettingRefusal | undefined> {
  return refusalOf(() => control.command(`${probe} SETTINGS ${text}`, { params, settings: guard }));
}

async function refusalOf(ask: () => Promise<void>): Promise<SettingRefusal | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    if (!isServerError(error)) throw error;
    return isEffect(error) ? undefined : { message: error.message, unknown: error.code === unknownSetting };
  }
}

function isEffect({ code }: ServerError): boolean {
  return effects.has(code);
}

/** Those of some settings that a server knows: it would refuse an unknown one. `otherwise` where it may not be asked. */
export async function knownOf(control: Control, settings: Settings, otherwise: Settings): Promise<Settings> {
  try {
    const rows = await control.rows(
      `SELECT name FROM system.settings WHERE name IN ${stringList(Object.keys(settings))}`,
      z.object({ name: nameField }),
    );
    return Object.fromEntries(rows.map(({ name }) => [name, settings[name] ?? 0]));
  } catch (error) {
    // Not every user may look into system.settings.
    if (isServerError(error)) return otherwise;
    throw error;
  }
}

/** Sent with every execution, so that a profile that samples its log, or keeps none, costs no evidence. */
const everyQuery: Settings = {
  log_queries: 1,
  log_queries_probability: 1,
  log_queries_min_query_duration_ms: 0,
  log_queries_min_type: 'QUERY_START',
};

/** Those that this server has and this user may set. */
export async function logSettings(control: Control): Promise<Settings> {
  if ((await sentRefusal(control, everyQuery, guard)) === undefined) return everyQuery;
  const allowed: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(everyQuery))
    if ((await sentRefusal(control, { [name]: value }, guard)) === undefined) allowed[name] = value;
  return allowed;
}
