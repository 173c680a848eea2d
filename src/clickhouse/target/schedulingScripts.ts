import { formatPlace, UserError } from '../../model/errors.ts';
import type { SetupScript } from '../../model/workload.ts';
import { readScheduling, type SchedulingStatement } from '../../sql/schedulingStatement.ts';
import { quoted } from '../../text/quote.ts';
import type { Control } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import { asHeld, dropping, type HeldDefinition, heldDefinitions, serversOf } from './schedulingHeld.ts';

/** Servers that are to hold the same definitions. */
export interface SchedulingServers {
  readonly controls: readonly Control[];
  /** Whose other servers take part in the queries too, though nothing is created there; absent: there are none. */
  readonly cluster?: string | undefined;
  /** What to say where definitions are missing that may not be created; absent: they may. */
  readonly forbidden?: ((names: string) => UserError) | undefined;
  /** They are ours alone, so that whatever they refuse is a fault of the script. */
  readonly ours: boolean;
}

export interface AppliedScheduling {
  /** Names of what was created; without those that were there before in the same words. */
  readonly created: readonly string[];
  /**
   * Drops what was created, in the opposite order, also after an interruption.
   * @throws UserError target that names what is still there
   */
  drop(): Promise<void>;
}

interface Wanted extends SchedulingStatement {
  readonly sql: string;
  readonly place: string;
}

/**
 * Lets servers hold the definitions of these scripts, in their order. What is there in the same words stays, then and afterwards;
 * nothing is replaced.
 * @throws UserError usage where a name is taken by another definition, or definitions are missing that may not be created; usage or
 * target where a server refuses one. Nothing of ours is left then
 */
export async function applyScheduling(
  servers: SchedulingServers,
  scripts: readonly SetupScript[],
): Promise<AppliedScheduling> {
  const wanted = wantedOf(scripts);
  const created: Created[] = [];
  const drop = (): Promise<void> => dropCreated(created.splice(0).reverse());
  try {
    const missing = [];
    for (const control of servers.controls)
      missing.push({ control, wanted: await missingOn(control, wanted, servers) });
    for (const one of missing)
      for (const each of one.wanted) {
        await create(one.control, each, servers);
        created.push({ control: one.control, ...each });
      }
  } catch (error) {
    // What could not be dropped comes second to why.
    await drop().catch(() => undefined);
    throw error;
  }
  return { created: [...new Set(created.map(({ name }) => name))], drop };
}

function wantedOf(scripts: readonly SetupScript[]): readonly Wanted[] {
  return scripts
    .flatMap(({ statements }) => statements)
    .map(({ sql, place }) => {
      const read = readScheduling(sql);
      // The reader of the workload has refused it; nothing else may reach a server from here.
      if (read === undefined) throw new Error(`no definition at ${formatPlace(place)}`);
      return { ...read, sql, place: formatPlace(place) };
    });
}

/**
 * Names of definitions of these scripts that a server does not hold in these words, because nobody created them there or somebody changed
 * them since.
 */
export async function missingDefinitions(
  { controls, cluster }: SchedulingServers,
  scripts: readonly SetupScript[],
): Promise<readonly string[]> {
  const missing = new Set<string>();
  for (const control of controls) {
    const held = await heldDefinitions(control, cluster);
    const everywhere = await serversOf(control, cluster);
    for (const { name, sql } of wantedOf(scripts)) {
      const text = await asHeld(control, sql);
      const holders = held.filter((one) => one.name === name && one.text === text);
      if (holders.reduce((sum, one) => sum + one.holders, 0) < everywhere) missing.add(name);
    }
  }
  return [...missing];
}

/** Names of these scripts that a server holds, in whatever words. */
export async function namesHeld(
  { controls, cluster }: SchedulingServers,
  scripts: readonly SetupScript[],
): Promise<readonly string[]> {
  const names = wantedOf(scripts).map(({ name }) => name);
  if (names.length === 0) return [];
  const held = new Set<string>();
  for (const control of controls) for (const { name } of await heldDefinitions(control, cluster)) held.add(name);
  return names.filter((name) => held.has(name));
}

async function missingOn(
  control: Control,
  wanted: readonly Wanted[],
  { cluster, forbidden, ours }: SchedulingServers,
): Promise<readonly Wanted[]> {
  if (wanted.length === 0) return [];
  const held = await heldDefinitions(control, cluster);
  const everywhere = await serversOf(control, cluster);
  const missing: Wanted[] = [];
  for (const one of wanted) {
    const text = await asHeld(control, one.sql).catch((error: unknown) => {
      throw isServerError(error) ? refused(error.message, one, ours) : error;
    });
    const same = held.filter(({ name }) => name === one.name);
    const other = same.find((each) => each.text !== text);
    if (other !== undefined) throw taken(one, other);
    if (same.reduce((sum, { holders }) => sum + holders, 0) < everywhere) missing.push(one);
  }
  if (missing.length > 0 && forbidden !== undefined)
    throw forbidden(missing.map(({ name }) => quoted(name)).join(', '));
  return missing;
}

/** Without OR REPLACE: what somebody created in the meantime is refused by the server. */
async function create(control: Control, one: Wanted, { ours }: SchedulingServers): Promise<void> {
  try {
    await control.command(await asHeld(control, one.sql));
  } catch (error) {
    throw isServerError(error) ? refused(error.message, one, ours) : error;
  }
}

interface Created extends Wanted {
  readonly control: Control;
}

async function dropCreated(newestFirst: readonly Created[]): Promise<void> {
  const left: Created[] = [];
  for (const one of newestFirst) {
    try {
      await one.control.command(dropping(one.kind, one.name), { cleanUp: true });
    } catch {
      left.push(one);
    }
  }
  if (left.length === 0) return;
  const statements = [...new Set(left.map(({ kind, name }) => dropping(kind, name)))];
  const names = [...new Set(left.map(({ name }) => quoted(name)))];
  throw new UserError(
    'target',
    `${names.join(', ')}, which the run created for the server's scheduler, could not be dropped`,
    `Drop them: ${statements.join('; ')}`,
  );
}

function taken({ kind, name, place }: Wanted, other: HeldDefinition): UserError {
  const what = `the server has a ${other.kind} ${quoted(name)} that is not that of the workload: ${quoted(other.text)}`;
  return new UserError('usage', what, `Give your ${kind} another name, or drop that one: nothing is replaced.`, place);
}

function refused(message: string, { kind, name, place }: Wanted, ours: boolean): UserError {
  const what = `the server refused the ${kind} ${quoted(name)}: ${message}`;
  return new UserError(ours ? 'usage' : 'target', what, 'Correct the scheduling script, or what it builds on.', place);
}
