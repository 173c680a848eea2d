import { FileRefusal } from '../files/regularFile.ts';
import { UserError } from '../model/errors.ts';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

/** What to tell of an error in reading; one that is not of the file stays as it is. */
export function cannotRead(error: unknown, path: string): unknown {
  if (error instanceof FileRefusal)
    return new UserError('usage', `The run file is not read: ${error.message}.`, 'Name a run file.', path);
  if (!(error instanceof Error && 'code' in error)) return error;
  const code = codeOf(error);
  if (code === 'ENOENT') return new UserError('usage', 'There is no such run file.', 'Check the path.', path);
  return new UserError('usage', `The run file cannot be read (${code}).`, 'Check the path and its permissions.', path);
}

export function cannotCreate(error: unknown, path: string): UserError {
  const code = codeOf(error);
  if (code === 'EEXIST') {
    return new UserError(
      'usage',
      'The run file exists and is not overwritten.',
      'Name another --out, or continue it with --resume.',
      path,
    );
  }
  return cannotWrite(error, path);
}

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export function cannotWrite(error: unknown, path: string): UserError {
  const code = codeOf(error);
  if (full.has(code)) {
    return new UserError(
      'usage',
      `The disk is full, or a limit on file size is reached (${code}). What was measured before stays readable.`,
      'Make room, then continue with --resume.',
      path,
    );
  }
  return new UserError(
    'usage',
    `The run file cannot be written (${code}).`,
    'Check the path and its permissions.',
    path,
  );
}
