import { basename, dirname, resolve } from 'node:path';
import { type Place, type Problem, UserError } from '../model/errors.ts';
import type { Case, Workload } from '../model/workload.ts';
import { nearest } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';
import { kindOf } from './files.ts';
import { type Layer, readFolderLayer } from './layer.ts';
import { manifestFile } from './manifest.ts';
import { readFileLayer, readTextLayer, type WorkloadFolder } from './queryLayer.ts';
import { adviceForMissingWorkload, adviceForWithin } from './shipped.ts';
import { decodeSource } from './sourceText.ts';

/** A workload as far as it could be read, and everything that is wrong with it. */
export interface ReadWorkload {
  readonly workload: Workload;
  readonly problems: readonly Problem[];
  /** Annotations that a blank line parts from their statement: they look as if they counted, and do not. */
  readonly detached: readonly Place[];
}

/**
 * Reads a workload folder (or its `workload.yaml`, or a single `.sql` file) given relative to `cwd`.
 * Problems are collected, in the order of the files; a statement that has one is not among the cases.
 * @param over whose dataset, database and settings a single file has; absent: those of the `workload.yaml` beside it
 * @throws UserError usage when there is nothing at the path, or no statement in it
 */
export async function readWorkload(
  path: string,
  cwd: string = process.cwd(),
  over?: WorkloadFolder,
): Promise<ReadWorkload> {
  const given = basename(path) === manifestFile ? dirname(path) : path;
  const kind = await kindOf(resolve(cwd, given));
  const isSql = /\.sql$/i.test(given);
  if (kind === 'missing') {
    throw new UserError(
      'usage',
      `there is no ${isSql ? 'file' : 'workload at'} ${quoted(path)}`,
      (isSql ? undefined : await adviceForWithin(cwd, given)) ?? (await adviceForMissingWorkload(cwd, given, path)),
    );
  }
  if (kind === 'other' || (kind === 'file' && !isSql)) {
    throw new UserError(
      'usage',
      `${quoted(path)} is not a workload`,
      kind === 'other'
        ? 'name a regular .sql file, or pipe the query in and name it -'
        : 'give a folder of .sql files, or one .sql file',
    );
  }
  if (kind === 'file')
    return readOf(await readFileLayer(cwd, given, over), path, { folder: dirname(given), alone: true });
  return readOf(await readFolderLayer(cwd, given), path, { folder: given });
}

/**
 * A workload folder, or its `workload.yaml`, named for what it says of queries that do not lie in it.
 * @throws UserError usage when there is none
 */
export async function folderNamed(path: string, cwd: string): Promise<WorkloadFolder> {
  const folder = basename(path) === manifestFile ? dirname(path) : path;
  const kind = await kindOf(resolve(cwd, folder));
  if (kind === 'folder') {
    if ((await kindOf(resolve(cwd, folder, manifestFile))) !== 'missing') return { cwd, folder };
    const fix = 'Name a folder that has one, or write one: schema, data, database and settings go there.';
    throw new UserError('usage', `${quoted(path)} has no workload.yaml, so it says nothing of a dataset`, fix);
  }
  if (kind === 'missing')
    throw new UserError(
      'usage',
      `there is no workload at ${quoted(path)}`,
      (await adviceForWithin(cwd, folder)) ?? (await adviceForMissingWorkload(cwd, folder, path)),
    );
  throw new UserError(
    'usage',
    `${quoted(path)} is no folder of a workload`,
    'Name a folder with a workload.yaml, or a shipped workload.',
  );
}

/** What statements are called that have no name and lie in no file. */
export const textStem = 'query';

/** SQL that lies in no file. */
export interface QueryText {
  /** What places in it are shown by: `stdin`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads statements that lie in no file, as `readWorkload` does.
 * @param over whose dataset, database and settings they have; absent: none
 * @throws UserError usage when there is no statement
 */
export async function readQueryText(text: QueryText, over?: WorkloadFolder): Promise<ReadWorkload> {
  const read = { ...decodeSource(text.name, text.bytes), stem: textStem };
  const layer = await readTextLayer(read, text.name, over);
  return readOf(layer, text.name, { folder: over?.folder ?? '.', alone: true });
}

function readOf(layer: Layer, path: string, place: Pick<Workload, 'folder' | 'alone'>): ReadWorkload {
  const cases = layer.cases.map((one) => withDefaults(one, layer));
  const problems = [...layer.problems, ...missingTags(cases, layer)];
  if (cases.length === 0 && problems.length === 0) {
    throw new UserError(
      'usage',
      place.alone === true ? `${quoted(path)} holds no query` : `the workload ${quoted(path)} holds no query`,
      place.alone === true ? 'write a SELECT into it' : 'add a .sql file with SELECT statements',
    );
  }
  const workload: Workload = {
    name: layer.name,
    description: layer.description,
    ...place,
    cases,
    ...(layer.database !== undefined && { database: layer.database }),
    setup: [...layer.schema, ...layer.data],
    ...(Object.keys(layer.setupSettings).length > 0 && { setupSettings: layer.setupSettings }),
    ...(layer.sources.length > 0 && { sources: layer.sources }),
    ...(layer.classes.length > 0 && { classes: layer.classes }),
    ...(layer.scheduling.length > 0 && { scheduling: layer.scheduling }),
    ...(layer.timing !== undefined && { timing: layer.timing }),
    ...(layer.standsFor !== undefined && { standsFor: layer.standsFor }),
    requiredTags: layer.requiredTags,
    lint: layer.lint,
  };
  return { workload, problems, detached: layer.detached };
}

/** What to say of annotations that nobody reads. */
export const detachedAnnotations = {
  what: 'these annotations are not read: a blank line separates them from what is below',
  fix: 'drop the blank line, or the annotations',
} as const;

/** The manifest's settings, timeout, clock and choice of results, where a case does not say otherwise. */
function withDefaults(one: Case, layer: Layer): Case {
  const timeoutMs = one.timeoutMs ?? layer.timeoutMs;
  const now = one.now ?? layer.now;
  const results = one.results ?? layer.results;
  return {
    ...one,
    settings: { ...layer.settings, ...one.settings },
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(now !== undefined && { now }),
    ...(results !== undefined && { results }),
  };
}

function missingTags(
  cases: readonly Case[],
  { requiredTags: required, tagsOfBase }: Pick<Layer, 'requiredTags' | 'tagsOfBase'>,
): readonly Problem[] {
  const unlessOfBase = tagsOfBase
    ? `; or write ${quoted('required_tags: []')} into workload.yaml: it is the base that asks`
    : '';
  // The bindings of one statement share its place object, and one message is enough for them.
  const statements = new Map(cases.map((one) => [one.place, one]));
  return [...statements.values()].flatMap(({ place, name, tags }) =>
    required
      .filter((tag) => !Object.hasOwn(tags, tag))
      .map((tag) => {
        const near = nearest(tag, Object.keys(tags));
        const instead = near === undefined ? '' : ` (it has ${quoted(near)})`;
        const what = `${quoted(name)} lacks the required tag ${quoted(tag)}${instead}`;
        return {
          rule: 'required-tag' as const,
          place,
          what,
          fix: `add it above the statement: ${quoted(`-- tags: {${tag}: …}`)}${unlessOfBase}`,
        };
      }),
  );
}
