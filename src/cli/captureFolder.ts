import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { privacyReport } from '../capture/privacyReport.ts';
import type { Privacy } from '../capture/redactSql.ts';
import { groupFile, manifestText, markedText } from '../capture/workloadText.ts';
import { UserError } from '../model/errors.ts';
import { formatMoment, formatShare } from '../report/format.ts';
import { loadWorkload } from '../workloads/readWorkload.ts';
import type { CapturedWorkload } from './captureWorkload.ts';

export interface CaptureFolderOptions {
  readonly privacy: Privacy;
  readonly keepLiterals: boolean;
  readonly hasKey: boolean;
  readonly force: boolean;
}

const mark = '# Written by hogbench capture; a new capture with --force replaces it.\n';
const ours = ['workload.yaml', 'privacy.md', 'marked.md', 'queries'];

/**
 * Writes a captured workload, and reads it once as `hogbench ab` will.
 * @throws UserError usage when the folder holds something else, or cannot be written
 */
export async function writeCapture(
  cwd: string,
  folder: string,
  captured: CapturedWorkload,
  options: CaptureFolderOptions,
): Promise<void> {
  const root = resolve(cwd, folder);
  await makeRoom(root, folder, options.force);
  const { ranking, groups, errorNames, database } = captured;
  const description = `Captured from ${captured.name}: ${formatShare(captured.covered)} of ${ranking.by}, over ${ranking.executions} executions${captured.assumed.map((one) => `; ${one}`).join('')}`;
  try {
    await mkdir(join(root, 'queries'), { recursive: true });
    const now = formatMoment(captured.now).replace(/ UTC$/, '');
    await writeFile(join(root, 'workload.yaml'), mark + manifestText({ name: 'captured', description, database, now }));
    for (const group of groups)
      await writeFile(join(root, 'queries', `${group.name}.sql`), groupFile(group, ranking, errorNames));
    if (captured.marked.length > 0) await writeFile(join(root, 'marked.md'), markedText(captured.marked));
    await writeFile(join(root, 'privacy.md'), privacyReport(options.privacy.tally, options));
  } catch (error) {
    throw unwritable(error, folder);
  }
  await loadWorkload(folder, cwd);
}

async function makeRoom(root: string, folder: string, force: boolean): Promise<void> {
  const entries = await readdir(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw unwritable(error, folder);
  });
  if (entries.length === 0) return;
  const isOurs = (await readFile(join(root, 'workload.yaml'), 'utf8').catch(() => '')).startsWith(mark);
  if (!isOurs)
    throw new UserError('usage', 'the folder holds something else', 'Choose another one with --out.', folder);
  if (!force)
    throw new UserError(
      'usage',
      'the folder holds an earlier capture',
      'Choose another one with --out, or add --force to replace it.',
      folder,
    );
  for (const name of ours) await rm(join(root, name), { recursive: true, force: true });
}

function unwritable(error: unknown, folder: string): UserError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return new UserError('usage', `the folder cannot be written (${code})`, 'Choose another one with --out.', folder);
}
