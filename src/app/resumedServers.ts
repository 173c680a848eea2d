import { beyondTolerance, tableName, tablesWithLess } from '../compare/environment/lessData.ts';
import type { ArmDescription, RunArm } from '../model/arm.ts';
import type { Environment } from '../model/environment.ts';
import { UserError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import { formatCount, plural } from '../text/quantity.ts';
import { describeArms } from './runHeader.ts';
import type { PlannedWork } from './runPlans.ts';
import type { Bench } from './services.ts';
import type { World } from './world.ts';

/**
 * Makes sure that a run goes on where it began: a name of a config can have come to mean another server, and tables can hold something else by
 * now. What is judged is judged by what was described at its beginning. An arm that went away is measured no more, and not asked.
 * @throws UserError usage where a server or its data differ
 */
export async function checkGoesOnThere(
  run: Run<RunArm>,
  work: PlannedWork<RunArm>,
  bench: Bench,
  world: World,
  file: string,
): Promise<void> {
  const gone = new Set(run.gone?.map(({ arm }) => arm));
  const specs = work.arms.filter(({ arm }) => !gone.has(arm));
  const now = await describeArms(specs, work, bench, world);
  const what = now.map((one) => difference(run, one, specs)).find((one) => one !== undefined) ?? lessBeside(run, now);
  if (what === undefined) return;
  throw new UserError('usage', what, 'Go on with the same servers and data as before, or start a new run.', file);
}

function difference(
  run: Run<RunArm>,
  { arm, environment: now }: ArmDescription<RunArm>,
  specs: PlannedWork<RunArm>['arms'],
): string | undefined {
  const before = run.arms.find((one) => one.arm === arm)?.environment;
  if (before === undefined) return undefined;
  const isOurs = specs.some((one) => one.arm === arm && one.target.kind === 'embedded');
  const facts = factsOf(now, isOurs);
  const [other] = [...factsOf(before, isOurs)].filter(([name, value]) => facts.get(name) !== value);
  if (other !== undefined)
    return `${other[0]} of the ${arm} was ${other[1]} when this run began, and is ${facts.get(other[0]) ?? 'unknown'}`;
  return changedTable(arm, before, now, isOurs) ?? fewerInReplica(arm, before, now);
}

/** Processes of our own servers are new at every start. */
function factsOf(environment: Environment, isOurs: boolean): ReadonlyMap<string, string> {
  const { serverVersion, serverBuild, serverHosts, changedSettings, replicas = [] } = environment;
  const processes = [environment, ...replicas].map(({ serverId }) => serverId ?? 'unknown');
  const settings = Object.entries(changedSettings).map(([name, value]) => `${name}=${value}`);
  return new Map([
    ...(isOurs ? [] : [['the server', [...new Set(processes)].join(', ')] as const]),
    ['the version', [`${serverVersion} (${serverBuild})`, ...replicas.map(({ version }) => version)].join(', ')],
    ['the number of hosts', String(serverHosts)],
    ['the profile', settings.sort().join(', ') || 'as usual'],
  ]);
}

/** Tables that somebody writes to may grow. What is in our own servers was made by scripts, and stays as it is. */
function changedTable(arm: RunArm, before: Environment, now: Environment, isOurs: boolean): string | undefined {
  const found = new Map(now.dataset.map((one) => [tableName(one), one] as const));
  for (const one of before.dataset) {
    const name = tableName(one);
    const there = found.get(name);
    found.delete(name);
    if (there === undefined) return `${name} of the ${arm} was read when this run began, and is listed no more`;
    if (there.engine !== one.engine)
      return `${name} of the ${arm} was of the engine ${one.engine} when this run began, and is of ${there.engine}`;
    if (there.rows < one.rows || (isOurs && there.rows !== one.rows)) return rowsText(name, arm, one.rows, there.rows);
  }
  const [added] = found.keys();
  return added === undefined ? undefined : `${added} of the ${arm} is read, and was not when this run began`;
}

function fewerInReplica(
  arm: RunArm,
  { replicas: before = [] }: Environment,
  { replicas: now = [] }: Environment,
): string | undefined {
  for (const [at, { rows }] of before.entries())
    for (const [table, count] of Object.entries(rows)) {
      const left = now[at]?.rows[table] ?? 0;
      if (left < count) return rowsText(table, arm, count, left);
    }
  return undefined;
}

function rowsText(table: string, arm: RunArm, before: number, now: number): string {
  return `${table} of the ${arm} had ${plural(before, 'row')} when this run began, and has ${formatCount(now)}`;
}

/** Rows that came to the baseline alone make every candidate look better. */
function lessBeside({ arms: before, plan }: Run<RunArm>, now: readonly ArmDescription<RunArm>[]): string | undefined {
  const less = (arms: readonly ArmDescription<RunArm>[]): readonly string[] => {
    const baseline = arms.find(({ arm }) => arm === 'baseline')?.environment;
    if (baseline === undefined) return [];
    return arms.flatMap(({ arm, environment }) =>
      arm === 'baseline'
        ? []
        : beyondTolerance(tablesWithLess(baseline, environment), plan).map(({ table }) => `${table} of the ${arm}`),
    );
  };
  const known = new Set(less(before));
  const found = less(now).find((one) => !known.has(one));
  return found === undefined
    ? undefined
    : `${found} holds less than that of the baseline, and did not when this run began`;
}
