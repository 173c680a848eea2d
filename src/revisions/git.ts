import { execFile } from 'node:child_process';
import type { World } from '../app/world.ts';
import { UserError } from '../model/errors.ts';

/** What a call of git came to. */
export interface GitAnswer {
  readonly code: number;
  readonly stdout: string;
  /** The last line of what it complained of; empty where it did not. */
  readonly complaint: string;
}

/** Calls git in one folder. */
export interface Git {
  /** Any exit code; rejects when git cannot be started, or was interrupted. */
  ask(...args: readonly string[]): Promise<GitAnswer>;
  /**
   * What it prints, without the line break at the end.
   * @throws UserError usage that says what `doing` failed with, when git exits with another code than 0
   */
  tell(doing: string, ...args: readonly string[]): Promise<string>;
}

/** Nothing that a repository or its configuration names is run, and all of a tree is laid out. */
const quiet = [
  ...['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'core.sparseCheckout=false'],
  ...['-c', 'advice.detachedHead=false', '-c', 'core.quotePath=false'],
];

/** Set by git for its hooks: they would send every call to the index and the folder of whoever runs the hook. */
const ofHooks = [
  ...['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR', 'GIT_NAMESPACE'],
  ...['GIT_OBJECT_DIRECTORY', 'GIT_ALTERNATE_OBJECT_DIRECTORIES', 'GIT_SHALLOW_FILE', 'GIT_INTERNAL_SUPER_PREFIX'],
];

const mostBytes = 64 * 1024 * 1024;

/**
 * Git in a folder: it asks nobody for a password, waits for no lock it can do without, and takes paths as they stand.
 * @param signal ends its calls; absent for what clears up, and must not be ended
 */
export function gitIn(folder: string, { env }: Pick<World, 'env'>, signal?: AbortSignal): Git {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => !ofHooks.includes(name)));
  const how = {
    cwd: folder,
    ...(signal === undefined ? {} : { signal }),
    maxBuffer: mostBytes,
    env: { ...own, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_LITERAL_PATHSPECS: '1' },
  };
  const ask = (...args: readonly string[]): Promise<GitAnswer> =>
    new Promise((resolve, reject) => {
      execFile('git', [...quiet, ...args], how, (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === 'number') resolve({ code, stdout, complaint: lastLine(stderr) });
        else reject(signal?.aborted === true ? interrupted() : notStarted(error));
      });
    });
  return {
    ask,
    async tell(doing, ...args) {
      const { code, stdout, complaint } = await ask(...args);
      if (code === 0) return stdout.replace(/\n$/, '');
      throw new UserError('usage', `git could not ${doing}: ${complaint || `exit ${code}`}`, adviceFor(complaint));
    },
  };
}

export function interrupted(): UserError {
  return new UserError('interrupted', 'interrupted before anything was measured', 'Start it again.');
}

function notStarted(error: Error | null): UserError {
  const isMissing = error !== null && 'code' in error && error.code === 'ENOENT';
  return new UserError(
    'usage',
    isMissing
      ? '--base needs git, and there is none here'
      : `git cannot be run: ${error?.message ?? 'no reason given'}`,
    'Install git; or lay the base out by hand and name both folders: hogbench ab BASE/queries queries',
  );
}

function lastLine(text: string): string {
  const lines = text.trim().split('\n');
  const told = lines.filter((line) => /^(fatal|error):/.test(line));
  return (told.at(-1) ?? lines.at(-1) ?? '').replace(/^(fatal|error): /, '').slice(0, 300);
}

function adviceFor(complaint: string): string {
  if (complaint.includes('dubious ownership'))
    return 'The repository belongs to another user, as in a container of CI: git config --global --add safe.directory "$PWD"';
  if (/promisor|fetch|could not read|unable to access/i.test(complaint))
    return 'This clone lacks objects that the base needs: git fetch them first, or clone without --filter.';
  return 'Try the same with git by hand; --base needs a repository that git can read and add a worktree to.';
}
