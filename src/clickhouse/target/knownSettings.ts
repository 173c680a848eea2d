import { z } from 'zod';
import type { SettingRefusal, StatementFault } from '../../model/serverAnswers.ts';
import type { Params, Settings } from '../../model/workload.ts';
import { identifier, stringList, stringLiteral } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { isServerError, type ServerError } from '../http/refusals.ts';
import { nameField } from '../http/rowShape.ts';
import { faultOf } from './faultText.ts';

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
 * Refusals of a value that are the same for every statement: it cannot be read (6, 27, 38, 41, 72), is none of those there are
 * (36), or is beyond what the user may set (452).
 */
const ofTheValue = new Set([6, 27, 36, 38, 41, 72, 452]);

/**
 * What the server says of the first of some settings that it will not take, whatever is sent with it; undefined when there is none.
 * What else it dislikes about them, it says when the queries run.
 * @param unlisted as `unlistedSettings` tells
 */
export async function settingFault(
  control: Control,
  settings: Settings,
  unlisted: ReadonlySet<string>,
): Promise<StatementFault | undefined> {
  const passedOver = await unlistedRefusal(control, settings, unlisted);
  if (passedOver !== undefined) return { ...faultOf(passedOver.error), setting: passedOver.name, passedOver: true };
  if ((await sentRefusal(control, settings, guard)) === undefined) return undefined;
  for (const [name, value] of Object.entries(settings)) {
    const refusal = await sentRefusal(control, { [name]: value }, guard);
    if (refusal !== undefined && (refusal.unknown || ofTheValue.has(refusal.error.code)))
      return { ...faultOf(refusal.error), setting: name };
  }
  return undefined;
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
): Promise<(ServerRefusal & { readonly name: string }) | undefined> {
  for (const [name, value] of Object.entries(settings)) {
    if (!unlisted.has(name)) continue;
    const text = `${identifier(name)} = ${typeof value === 'number' ? value : stringLiteral(value)}`;
    const refusal = await statedRefusal(control, text, {}, guard);
    if (refusal?.unknown === true) return { ...refusal, name };
  }
  return undefined;
}

const guard: Settings = { readonly: 2 };

/** What the server says of settings sent with a request; undefined when it takes them. `guard` wins over them. */
export function sentRefusal(control: Control, settings: Settings, guard: Settings): Promise<ServerRefusal | undefined> {
  return refusalOf(() => control.command(probe, { settings: { ...settings, ...guard } }));
}

/** What the server says of `name = value` as a statement writes it; undefined when it takes it. */
export function statedRefusal(
  control: Control,
  text: string,
  params: Params,
  guard: Settings,
): Promise<ServerRefusal | undefined> {
  return refusalOf(() => control.command(`${probe} SETTINGS ${text}`, { params, settings: guard }));
}

/** A refusal, with all that the server said. */
interface ServerRefusal extends SettingRefusal {
  readonly error: ServerError;
}

async function refusalOf(ask: () => Promise<void>): Promise<ServerRefusal | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    if (!isServerError(error)) throw error;
    return isEffect(error) ? undefined : { message: error.message, unknown: error.code === unknownSetting, error };
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
