import { getSystemErrorMap } from 'node:util';
import { UserError } from '../model/errors.ts';

interface Trouble {
  readonly what: string;
  readonly fix: string;
}

const fullDisk = 'Free some space, or name a folder on another disk with --out, HOGBENCH_HOME or TMPDIR.';
const notWritable = 'Give the rights to it, or name another folder with --out, HOGBENCH_HOME or TMPDIR.';

const troubles: Readonly<Record<string, Trouble>> = {
  EMFILE: { what: 'this process may open no more files', fix: 'Allow more of them: ulimit -n 1024, or more.' },
  ENFILE: { what: 'this machine can open no more files', fix: 'End other programs, or raise fs.file-max.' },
  EAGAIN: {
    what: 'the system allows no further process or thread',
    fix: 'Allow more of them (ulimit -u), or end other programs.',
  },
  ENOMEM: { what: 'there is no memory left', fix: 'End other programs, or allow more memory (ulimit -v).' },
  ERR_WORKER_OUT_OF_MEMORY: {
    what: 'a worker thread has no memory left',
    fix: 'Allow more of it (NODE_OPTIONS=--max-old-space-size=4096), or measure fewer cases at once with --filter.',
  },
  ERR_WORKER_INIT_FAILED: {
    what: 'the system allows no further thread',
    fix: 'Allow more of them (ulimit -u), and more file handles (ulimit -n).',
  },
  ENOSPC: { what: 'the disk is full', fix: fullDisk },
  EDQUOT: { what: 'the disk quota is used up', fix: fullDisk },
  EROFS: { what: 'the file system is read-only', fix: notWritable },
  EACCES: { what: 'no permission for this file or folder', fix: notWritable },
  EPERM: { what: 'no permission for this file or folder', fix: notWritable },
  EIO: { what: 'a disk or a terminal gave an error', fix: 'Look at the disk, and run the same command again.' },
  ENOENT: {
    what: 'a file or folder is not there, or was removed',
    fix: 'Leave the folders in place while hogbench runs, and run the same command again.',
  },
  ENOTDIR: { what: 'a file stands where a folder has to be', fix: notWritable },
  ESTALE: { what: 'the file system is gone', fix: 'Mount it again, and run the same command again.' },
};

/**
 * What the system refuses, in plain words; undefined for an error that is ours.
 * @param error what was thrown
 */
export function systemTrouble(error: unknown): UserError | undefined {
  const found = withCode(error);
  const trouble = found === undefined ? undefined : troubles[found.code];
  if (found === undefined || trouble === undefined) return undefined;
  const where = [found.syscall, found.path].filter((one) => typeof one === 'string').join(' ');
  return new UserError('target', `${trouble.what} (${found.code})`, trouble.fix, where === '' ? undefined : where);
}

interface Coded {
  readonly code: string;
  readonly syscall?: unknown;
  readonly path?: unknown;
}

/** The error itself, or what caused it. */
function withCode(error: unknown): Coded | undefined {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth += 1) {
    if ('code' in one && typeof one.code === 'string') return one as Coded;
    const named = /\b(E[A-Z]{3,12})\b/.exec(one.message)?.[1];
    if (named !== undefined && systemNames.has(named)) return { code: named };
  }
  return undefined;
}

const systemNames: ReadonlySet<string> = new Set([...getSystemErrorMap().values()].map(([name]) => name));
