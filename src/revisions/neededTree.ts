import { posix } from 'node:path';
import { UserError } from '../model/errors.ts';
import { quoted } from '../text/quote.ts';
import type { Git } from './git.ts';

/** What of a tree a workload is read from: a folder or file by its path from the top, or all of it. */
export type Needed = string | 'all';

const manifest = 'workload.yaml';
/** Modes of a link, and of a repository within the repository. */
const leadsElsewhere = /^(120000|160000) /;

/**
 * What of a commit's tree has to lie on disk for a workload to be read. A large repository is not written for the sake of one
 * folder; where that names what is outside of it, everything is.
 * @param path of the workload, from the top
 * @param name of the revision, for people
 * @param cwd from the top: manifests above it are nobody's
 * @throws UserError usage where the commit does not have it
 */
export async function neededTree(commit: string, path: string, name: string, cwd: string, git: Git): Promise<Needed> {
  if (path === '') return 'all';
  const listed = await entriesOf(commit, path, git);
  if (listed.length === 0) throw notThere(path, name);
  const isFile = /\.sql$/i.test(path);
  const folder = isFile ? await folderWithManifest(commit, path, cwd, git) : path;
  if (folder === undefined) return listed.some((one) => leadsElsewhere.test(one)) ? 'all' : path;
  if (folder === '') return 'all';
  const entries = isFile ? await entriesOf(commit, folder, git) : listed;
  if (entries.some((one) => leadsElsewhere.test(one))) return 'all';
  for (const entry of entries) {
    const [, file = ''] = entry.split('\t');
    if (posix.basename(file) !== manifest) continue;
    if ((await git.ask('cat-file', 'blob', `${commit}:${file}`)).stdout.includes('..')) return 'all';
  }
  return folder;
}

/** `100644 blob 1a2b…\tqueries/a.sql`, one for each file below a path. */
async function entriesOf(commit: string, path: string, git: Git): Promise<readonly string[]> {
  const text = await git.tell('list the files of the base', 'ls-tree', '-r', '-z', '--full-tree', commit, '--', path);
  return text.split('\0').filter((one) => one !== '');
}

async function folderWithManifest(commit: string, file: string, cwd: string, git: Git): Promise<string | undefined> {
  const top = cwd
    .split('/')
    .filter((one) => one !== '')
    .join('/');
  for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
    const at = folder === '.' ? '' : folder;
    const there = posix.join(at, manifest);
    if ((await git.ask('cat-file', '-e', `${commit}:${there}`)).code === 0) return at;
    if (at === top || at === '') return undefined;
  }
}

function notThere(path: string, name: string): UserError {
  return new UserError(
    'usage',
    `${name} has no ${quoted(path)}`,
    'What only one side has cannot be compared: name a revision that has it; or, where a command prints it, say so with --generate.',
  );
}
