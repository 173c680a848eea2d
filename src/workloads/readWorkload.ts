import { basename, dirname, resolve } from 'node:path';
import { formatPlace, type Place, type Problem, UserError } from '../model/errors.ts';
import type { Case, Workload } from '../model/workload.ts';
import { adviceForMissing, kindOf, shownPath } from './files.ts';
import { type Layer, readFileLayer, readFolderLayer } from './layer.ts';
import { manifestFile } from './manifest.ts';
import { nearest } from './nearest.ts';
import { quoted, shown } from './quote.ts';

/** A workload as far as it could be read, and everything that is wrong with it. */
export interface ReadWorkload {
  readonly workload: Workload;
  readonly problems: readonly Problem[];
}

/**
 * Reads a workload folder (or its `workload.yaml`, or a single `.sql` file) given relative to `cwd`.
 * Problems are collected, in the order of the files; a statement that has one is not among the cases.
 * @throws UserError usage when there is nothing at the path, or no statement in it
 */
export async function readWorkload(path: string, cwd: string = process.cwd()): Promise<ReadWorkload> {
  const given = basename(path) === manifestFile ? dirname(path) : path;
  const kind = await kindOf(resolve(cwd, given));
  const isSql = /\.sql$/i.test(given);
  if (kind === 'missing') {
    throw new UserError('usage', `there is no workload at ${quoted(path)}`, await adviceForMissing(cwd, given));
  }
  if (kind === 'file' && !isSql) {
    throw new UserError('usage', `${quoted(path)} is not a workload`, 'give a folder of .sql files, or one .sql file');
  }
  const layer = kind === 'file' ? await readFileLayer(cwd, given) : await readFolderLayer(cwd, given);
  const cases = layer.cases.map((one) => withDefaults(one, layer));
  const problems = [...layer.problems, ...missingTags(cases, layer.requiredTags)];
  if (cases.length === 0 && problems.length === 0) {
    throw new UserError(
      'usage',
      `the workload ${quoted(path)} holds no query`,
      'add a .sql file with SELECT statements',
    );
  }
  const workload: Workload = {
    name: layer.name,
    description: layer.description,
    folder: kind === 'file' ? dirname(given) : given,
    cases,
    ...(layer.database !== undefined && { database: layer.database }),
    setup: layer.setup,
    requiredTags: layer.requiredTags,
  };
  return { workload, problems };
}

/**
 * Reads a workload that must be faultless. Places below `cwd` are shown relative to it.
 * @throws UserError usage that lists every problem, one a line: `file:line:column what — mend`
 */
export async function loadWorkload(path: string, cwd: string = process.cwd()): Promise<Workload> {
  const { workload, problems } = await readWorkload(path, cwd);
  if (problems.length === 0) return workload;
  const where = (place: Place): string => formatPlace({ ...place, file: shown(shownPath(cwd, place.file)) });
  const lines = problems.map((problem) => `  ${where(problem.place)} ${problem.what} — ${problem.mend}`);
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  throw new UserError(
    'usage',
    [`the workload ${quoted(path)} has ${count}`, ...lines].join('\n'),
    'mend these places and try again',
  );
}

/** The manifest's settings and timeout, where a case does not say otherwise. */
function withDefaults(one: Case, layer: Layer): Case {
  const timeoutMs = one.timeoutMs ?? layer.timeoutMs;
  return { ...one, settings: { ...layer.settings, ...one.settings }, ...(timeoutMs !== undefined && { timeoutMs }) };
}

function missingTags(cases: readonly Case[], required: readonly string[]): readonly Problem[] {
  // The bindings of one statement share its place object, and one message is enough for them.
  const statements = new Map(cases.map((one) => [one.place, one]));
  return [...statements.values()].flatMap(({ place, name, tags }) =>
    required
      .filter((tag) => !Object.hasOwn(tags, tag))
      .map((tag) => {
        const near = nearest(tag, Object.keys(tags));
        const instead = near === undefined ? '' : ` (it has ${quoted(near)})`;
        const what = `${quoted(name)} lacks the required tag ${quoted(tag)}${instead}`;
        return { place, what, mend: `add it above the statement: ${quoted(`-- tags: {${tag}: …}`)}` };
      }),
  );
}
