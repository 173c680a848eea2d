import { formatPlace, type Place, UserError } from '../model/errors.ts';
import type { Workload } from '../model/workload.ts';
import { quoted, shown } from '../text/quote.ts';
import { shownPath } from './files.ts';
import { detachedAnnotations, type ReadWorkload, readWorkload } from './readWorkload.ts';

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
  return faultless(await readWorkload(path, cwd), path, cwd, warn);
}

/**
 * What was read, which must be faultless. A single file, or a text, is measured without the tags that its workload requires: lint
 * alone asks for them.
 * @param shownAs what the user calls it
 * @throws UserError as `loadWorkload`
 */
export function faultless(
  { workload, problems: all, detached }: ReadWorkload,
  shownAs: string,
  cwd: string,
  warn: (line: string) => void,
): Workload {
  const problems = workload.alone === true ? all.filter(({ rule }) => rule !== 'required-tag') : all;
  const where = (place: Place): string => formatPlace({ ...place, file: shown(shownPath(cwd, place.file)) });
  for (const place of detached) warn(`${where(place)} ${detachedAnnotations.what} — ${detachedAnnotations.fix}`);
  if (problems.length === 0) return workload;
  const lines = problems.map((problem) => `  ${where(problem.place)} ${problem.what} — ${problem.fix}`);
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  throw new UserError(
    'usage',
    [`${workload.alone === true ? '' : 'the workload '}${quoted(shownAs)} has ${count}`, ...lines].join('\n'),
    'fix these places and try again',
  );
}
