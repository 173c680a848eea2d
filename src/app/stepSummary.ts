import { appendFile, lstat } from 'node:fs/promises';
import { UserError } from '../model/errors.ts';
import { formatCount } from '../text/quantity.ts';
import { errorCode } from './resultFiles.ts';

/** GitHub drops the whole summary of a step beyond that. */
export const mostSummaryBytes: number = 1024 * 1024;

/**
 * Adds to the file that a CI shows as the summary of a job, where there is room for it. The file is the CI's own: it is neither made
 * anew nor emptied, and no link is followed.
 *
 * @param text what is to be shown, in Markdown
 * @param brief what is shown where there is no room for `text`
 * @throws UserError target when there is room for neither, or the file cannot be written
 */
export async function appendSummary(file: string, text: string, brief: string): Promise<void> {
  try {
    const before = await lstat(file).catch(() => undefined);
    if (before !== undefined && !before.isFile()) throw unwritten(file, 'it is no file');
    const room = mostSummaryBytes - (before?.size ?? 0);
    const fitting = [text, brief].map((one) => `\n${one}\n`).find((one) => Buffer.byteLength(one) <= room);
    if (fitting === undefined) throw unwritten(file, `it has ${formatCount(before?.size ?? 0)} bytes already`);
    await appendFile(file, fitting);
  } catch (error) {
    throw error instanceof UserError ? error : unwritten(file, errorCode(error));
  }
}

function unwritten(file: string, why: string): UserError {
  return new UserError(
    'target',
    `the summary of the job could not be written (${why})`,
    'Give the step a summary of its own, or --job-output off.',
    file,
  );
}
