import { dirname, join, relative, sep } from 'node:path';
import { mostBytes, readRegular } from '../files/regularFile.ts';
import { type CiKind, ciKinds, ciSigns } from '../starter/ciFiles.ts';
import { exists } from './resultFiles.ts';

/** What a repository shows of its CI. */
export interface CiSurroundings {
  /** The root of the repository; where there is none, the folder that the user stands in. */
  readonly top: string;
  readonly found: readonly CiKind[];
  /** The branch that pull requests go to. */
  readonly branch: string;
  /** Whether `npm install` brings hogbench, on another machine too. */
  readonly isDependency: boolean;
}

/** Looks at the repository that a folder lies in, which need not be there yet. Never rejects for what it finds. */
export async function ciSurroundings(folder: string, cwd: string): Promise<CiSurroundings> {
  const top = (await repositoryAbove(folder)) ?? cwd;
  const found: CiKind[] = [];
  for (const kind of ciKinds) if (await exists(join(top, ciSigns[kind]))) found.push(kind);
  return { top, found, branch: await mainBranch(top), isDependency: await isDependency(top) };
}

/** A worktree has a file in the place of the folder. */
async function repositoryAbove(folder: string): Promise<string | undefined> {
  if (await exists(join(folder, '.git'))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : repositoryAbove(above);
}

/** That of the remote, as the clone knows it. */
async function mainBranch(top: string): Promise<string> {
  const head = await textOf(join(top, '.git/refs/remotes/origin/HEAD'));
  return /^ref: refs\/remotes\/origin\/(?!-)([\w.-]+(?:\/[\w.-]+)*)\s*$/.exec(head)?.[1] ?? 'main';
}

async function isDependency(top: string): Promise<boolean> {
  const named = /"hogbench"\s*:\s*"([^"]*)"/.exec(await textOf(join(top, 'package.json')))?.[1];
  if (named === undefined || named.startsWith('link:')) return false;
  const path = /^file:(.*)$/.exec(named)?.[1];
  // What lies beside the repository is not there in CI.
  return path === undefined || !relative(top, join(top, path)).split(sep).includes('..');
}

async function textOf(file: string): Promise<string> {
  return readRegular(file, mostBytes.yaml).then(
    (bytes) => bytes.toString('utf8'),
    () => '',
  );
}
