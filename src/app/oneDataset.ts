import { createHash } from 'node:crypto';
import type { RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { ArmScripts } from '../model/run.ts';
import type { EmbeddedServers } from '../model/targetSpec.ts';
import { replicasOf } from '../model/topology.ts';
import type { Workload } from '../model/workload.ts';
import { quoted } from '../text/quote.ts';
import type { ArmSpec } from './services.ts';

/**
 * What is in an embedded server, and what it may take of the machine: two requests with the same key can share one. The workload's name is no part of it,
 * since a workload over another has its dataset; the database is, since scripts may name tables without it.
 */
export function datasetKey({
  workload,
  ...servers
}: EmbeddedServers & { readonly workload: Workload | undefined }): string {
  const database = workload?.database ?? '';
  const hash = createHash('sha256').update(`nodes ${servers.nodes}\0${database}\0`);
  if (replicasOf(servers) > 1) hash.update(`replicas ${replicasOf(servers)}\0`);
  if (servers.version !== undefined) hash.update(`engine ${servers.version}\0`);
  const { cores, memoryBytes } = servers.limits ?? {};
  if (servers.limits !== undefined) hash.update(`limits ${cores} ${memoryBytes}\0`);
  for (const script of workload?.setup ?? [])
    for (const statement of script.statements) hash.update(`${statement.sql}\0`);
  if (workload?.setupSettings !== undefined) hash.update(`${JSON.stringify(workload.setupSettings)}\0`);
  if (workload?.sources !== undefined) hash.update(`sources ${workload.sources.join()}\0`);
  return `${database.replaceAll(/[^\w-]/g, '_') || 'data'}-${hash.digest('hex').slice(0, 12)}`;
}

/** What makes the tables of each arm, wherever it runs. */
export function scriptsOf(arms: readonly ArmSpec<RunArm>[]): readonly ArmScripts<RunArm>[] {
  return arms.map(({ arm, workload }) => ({ arm, hash: datasetKey({ nodes: 1, workload }) }));
}

/** Two arms with the same key run on the same open server. */
export function armKey({ target, workload }: ArmSpec<RunArm>): string {
  const server = target.kind === 'embedded' ? datasetKey({ ...target, workload }) : target;
  return JSON.stringify([server, workload.database]);
}

/** Two arms with the same key reach the same server, be it in another database or as another user. */
export function serverKey({ target, workload }: ArmSpec<RunArm>): string {
  return target.kind === 'embedded'
    ? datasetKey({ ...target, workload })
    : JSON.stringify([target.url, target.replicas]);
}

/** Whether all arms run on one server with one dataset, so that equal statements can only differ by noise. */
export function shareServer(arms: readonly ArmSpec<RunArm>[]): boolean {
  return new Set(arms.map(armKey)).size === 1;
}

/**
 * Whether what both arms send alike is the same work: they run on one server, and their workloads bring one dataset. On a remote server
 * the scripts of a workload run when they are asked to, or were run by somebody, so arms with other scripts are measured.
 */
export function shareDataset(arms: readonly ArmSpec<RunArm>[]): boolean {
  return shareServer(arms) && new Set(arms.map(({ workload }) => datasetKey({ nodes: 1, workload }))).size === 1;
}

/** Whether a workload is compared with itself, with nothing that tells the arms apart. */
export function isOneArmTwice(arms: readonly ArmSpec<RunArm>[]): boolean {
  const told = ({ workload, settings, revision }: ArmSpec<RunArm>): string =>
    JSON.stringify([workload.folder, workload.name, Object.entries(settings).sort(), revision]);
  return (
    shareDataset(arms) && arms.every(({ workload }) => workload.alone !== true) && new Set(arms.map(told)).size === 1
  );
}

/**
 * Two texts of one query are compared over one dataset: over two, their results would differ, and their times be of other work.
 * @throws UserError usage when each has one of its own
 */
export function checkOneDataset(arms: readonly ArmSpec<RunArm>[]): void {
  const isEmbedded = arms.every(({ target }) => target.kind === 'embedded');
  const keys = arms.map(({ workload }) =>
    isEmbedded ? datasetKey({ nodes: 1, workload }) : (workload.database ?? ''),
  );
  if (new Set(keys).size === 1) return;
  throw new UserError(
    'usage',
    `the two queries would run over two datasets: ${arms.map(datasetOf).join(', ')}`,
    'Name one for both with --over: a folder with a workload.yaml, or a shipped workload.',
  );
}

/** Why queries that are the same in both arms cannot be left out: which server and dataset each arm has. */
export function notOneDataset(arms: readonly ArmSpec<RunArm>[]): UserError {
  const targets = new Set(arms.map(({ target }) => target.name));
  const have = arms.map(
    (spec) => `the ${spec.arm} ${targets.size > 1 ? `is on ${spec.target.name}` : datasetOf(spec)}`,
  );
  return new UserError(
    'usage',
    `--changed-only is for arms on one server with one dataset; ${have.join(', ')}`,
    targets.size > 1 ? 'Name one --target for both arms, or leave --changed-only out.' : oneDatasetAdvice(arms),
  );
}

/** "`new` has no dataset", or where what it has comes from. */
function datasetOf({ workload }: ArmSpec<RunArm>): string {
  const name = quoted(workload.name);
  const database = workload.database === undefined ? '' : ` and the database ${quoted(workload.database)}`;
  const files = [...new Set(workload.setup.map(({ file }) => file))];
  const more = files.length > 1 ? ` and ${files.length - 1} more` : '';
  const dataset = files[0] === undefined ? 'no dataset' : `the dataset of ${quoted(files[0])}${more}`;
  return `${name} has ${dataset}${database}`;
}

function oneDatasetAdvice(arms: readonly ArmSpec<RunArm>[]): string {
  const bare = arms.find(({ workload }) => workload.setup.length === 0);
  const full = arms.find(({ workload }) => workload.setup.length > 0);
  const leave = 'or leave --changed-only out.';
  if (bare === undefined || full === undefined)
    return `Let the \`workload.yaml\` of one extend the other, so that both have the same scripts, ${leave}`;
  return `Give ${quoted(bare.workload.name)} a \`workload.yaml\` with \`extends:\` that names the folder of ${quoted(full.workload.name)}, ${leave}`;
}
