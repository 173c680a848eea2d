import { UserError } from '../../model/errors.ts';

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
/** Nothing can be made there: above it is a file, no folder, or a file system of the kernel. */
const noPlace = new Set(['ENOENT', 'ENOTDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG']);
const forbidden = new Set(['EACCES', 'EPERM', 'EROFS']);

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.message;
}

/** What to tell of a folder that is no place for a store; other errors stay as they are. */
export function cannotMakeStore(error: unknown, shown: string): unknown {
  const code = codeOf(error);
  if (!noPlace.has(code)) return error;
  return new UserError(
    'usage',
    `the folder of the store cannot be made (${code}): nothing of this run is in it`,
    'Name another folder with --store.',
    shown,
  );
}

/** What to tell of a store that could not be written; nothing of the push is in it. */
export function cannotStore(error: unknown, shown: string): UserError {
  if (error instanceof UserError) return error;
  const code = codeOf(error);
  if (full.has(code))
    return new UserError(
      'target',
      `the store is full, or a limit is reached (${code}): nothing of this run is in it`,
      'Make room, for instance with hogbench store prune, then push the run file again.',
      shown,
    );
  return new UserError(
    'target',
    `the store cannot be written (${code}): nothing of this run is in it`,
    forbidden.has(code)
      ? 'Give the rights to it, or name another one with --store.'
      : 'Name another folder with --store.',
    shown,
  );
}

/** What to tell of a store that could not be read. */
export function cannotReadStore(error: unknown, shown: string): UserError {
  if (error instanceof UserError) return error;
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new UserError(
      'usage',
      'there is no store here',
      'Push a run first (hogbench store push), restore the folder, or name another one with --store.',
      shown,
    );
  return new UserError('target', `the store cannot be read (${code})`, 'Check the folder and its rights.', shown);
}
