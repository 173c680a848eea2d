import type { ArmName, PerArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { Workload } from '../model/workload.ts';
import { quoted } from '../text/quote.ts';
import { statementsOf } from '../workloads/lint/statementView.ts';
import { faultless } from '../workloads/loadWorkload.ts';
import { folderOfFile, type WorkloadFolder } from '../workloads/queryLayer.ts';
import { folderNamed, type QueryText, readQueryText, readWorkload } from '../workloads/readWorkload.ts';
import { findWorkload, locateWorkload, warningsTo } from './workloadPath.ts';
import type { World } from './world.ts';

/** What an arm sends: a workload or a `.sql` file by its path, or SQL that lies in no file. */
export type ArmText =
  | {
      readonly kind: 'path';
      readonly path: string /** Where it starts; absent: the working folder. */;
      readonly cwd?: string;
    }
  | ({ readonly kind: 'sql' /** One statement and no more. */; readonly single?: boolean } & QueryText);

export interface ArmTexts extends PerArm<ArmText> {
  /** A workload whose dataset, database and settings the queries have. */
  readonly over?: string | undefined;
}

/**
 * Reads what two arms send. Queries that are files or texts of their own have what `over` says; else a file has the
 * `workload.yaml` beside it, and where only one of the two has one, it is for both.
 * @throws UserError usage for what cannot be read, or cannot be an arm beside the other
 */
export async function readArms(texts: ArmTexts, world: Pick<World, 'cwd' | 'warn'>): Promise<PerArm<Workload>> {
  const { baseline, candidate } = texts;
  const over = texts.over === undefined ? undefined : await folderNamed(...(await located(texts.over, world.cwd)));
  const bare = [baseline, candidate].filter((one) => !isQuery(one));
  if (over !== undefined && bare[0] !== undefined) throw notOver(bare[0]);
  const sql = [baseline, candidate].find(({ kind }) => kind === 'sql');
  if (bare[0] !== undefined && sql !== undefined) throw textBesideFolder(sql, bare[0]);
  const warn = warningsTo(world);
  if (bare.length > 0)
    return {
      baseline: await readArm(baseline, undefined, world.cwd, warn),
      candidate: await readArm(candidate, undefined, world.cwd, warn),
    };
  const own = { baseline: await folderOf(baseline, world.cwd), candidate: await folderOf(candidate, world.cwd) };
  const arm = (name: ArmName, other: ArmName): Promise<Workload> =>
    readArm(texts[name], over ?? own[name] ?? own[other], world.cwd, warn);
  return { baseline: await arm('baseline', 'candidate'), candidate: await arm('candidate', 'baseline') };
}

/** Reads the one arm of a run, as `readArms` reads two. */
export async function readOneArm(
  text: ArmText,
  over: string | undefined,
  world: Pick<World, 'cwd' | 'warn'>,
): Promise<Workload> {
  return (await readArms({ baseline: text, candidate: text, over }, world)).baseline;
}

async function readArm(
  text: ArmText,
  over: WorkloadFolder | undefined,
  cwd: string,
  warn: (line: string) => void,
): Promise<Workload> {
  if (text.kind === 'path') {
    const from = text.cwd ?? cwd;
    if (over === undefined) return findWorkload(text.path, from, warn);
    return faultless(await readWorkload(text.path, from, over), text.path, from, warn);
  }
  const workload = faultless(await readQueryText(text, over), text.name, cwd, warn);
  const count = statementsOf(workload.cases).length;
  if (text.single !== true || count === 1) return workload;
  throw new UserError(
    'usage',
    `${text.name} holds ${count} statements, and a comparison of two texts is of one`,
    'Give it one statement; several go into a .sql file, or through - from stdin.',
  );
}

function isQuery(text: ArmText): boolean {
  return text.kind === 'sql' || /\.sql$/i.test(text.path);
}

async function folderOf(text: ArmText, cwd: string): Promise<WorkloadFolder | undefined> {
  return text.kind === 'path' ? folderOfFile(text.cwd ?? cwd, text.path) : undefined;
}

async function located(path: string, cwd: string): Promise<[path: string, cwd: string]> {
  const found = await locateWorkload(path, cwd);
  return [found.path, found.cwd];
}

function notOver(text: ArmText): UserError {
  const name = nameOf(text);
  const fix = `Leave --over out, or write \`extends:\` into ${name}/workload.yaml.`;
  return new UserError(
    'usage',
    `--over is for queries that are files or texts, and ${quoted(name)} is a workload`,
    fix,
  );
}

function textBesideFolder(sql: ArmText, folder: ArmText): UserError {
  const name = nameOf(folder);
  return new UserError(
    'usage',
    `${nameOf(sql)} is compared with another query, and ${quoted(name)} is a workload`,
    `Name a .sql file or another query beside it; --over ${name} gives both its dataset, database and settings.`,
  );
}

function nameOf(text: ArmText): string {
  return text.kind === 'path' ? text.path : text.name;
}
