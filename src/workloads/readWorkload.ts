import { basename, dirname, resolve } from 'node:path';
import { formatPlace, type Place, type Problem, UserError } from '../model/errors.ts';
import type { Case, Workload } from '../model/workload.ts';
import { nearest } from '../text/nearest.ts';
import { quoted, shown } from '../text/quote.ts';
import { kindOf, shownPath } from './files.ts';
import { type Layer, readFileLayer, readFolderLayer } from './layer.ts';
import { manifestFile } from './manifest.ts';
import { adviceForMissingWorkload } from './shipped.ts';

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
 * @throws UserError usage when there is nothing at the path, or no statement in it
 */
export async function readWorkload(path: string, cwd: string = process.cwd()): Promise<ReadWorkload> {
  const given = basename(path) === manifestFile ? dirname(path) : path;
  const kind = await kindOf(resolve(cwd, given));
  const isSql = /\.sql$/i.test(given);
  if (kind === 'missing') {
    throw new UserError(
      'usage',
      `there is no workload at ${quoted(path)}`,
      await adviceForMissingWorkload(cwd, given, path),
    );
  }
  if (kind === 'other' || (kind === 'file' && !isSql)) {
    throw new UserError('usage', `${quoted(path)} is not a workload`, 'give a folder of .sql files, or one .sql file');
  }
  const layer = kind === 'file' ? await readFileLayer(cwd, given) : await readFolderLayer(cwd, given);
  const cases = layer.cases.map((one) => withDefaults(one, layer));
  const problems = [...layer.problems, ...missingTags(cases, layer)];
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
    ...(Object.keys(layer.setupSettings).length > 0 && { setupSettings: layer.setupSettings }),
    ...(layer.sources.length > 0 && { sources: layer.sources }),
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

/**
 * Reads a workload that must be faultless. Places below `cwd` are shown relative to it. `warn` gets a line for
 * whatever is likely to be a slip, and none of it stops the reading.
 * @throws UserError usage that lists every problem, one a line: `file:line:column what — fix`
 */
export async function loadWorkload(
  path: string,
  cwd: string = process.cwd(),
  warn: (line: string) => void = () => {},
): Promise<Workload> {
  const { workload, problems, detached } = await readWorkload(path, cwd);
  const where = (place: Place): string => formatPlace({ ...place, file: shown(shownPath(cwd, place.file)) });
  for (const place of detached) warn(`${where(place)} ${detachedAnnotations.what} — ${detachedAnnotations.fix}`);
  if (problems.length === 0) return workload;
  const lines = problems.map((problem) => `  ${where(problem.place)} ${problem.what} — ${problem.fix}`);
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  throw new UserError(
    'usage',
    [`the workload ${quoted(path)} has ${count}`, ...lines].join('\n'),
    'fix these places and try again',
  );
}

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
