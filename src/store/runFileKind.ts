import { regularChunks } from '../files/regularFile.ts';
import { cannotRead } from './fileErrors.ts';
import { readMembers } from './members.ts';
import { firstLine, kindOfFirstLine, type RunFileKind } from './parseRecord.ts';

/**
 * What kind of measurement a run file holds. Reads no more of it than its beginning.
 *
 * @throws UserError when there is no such file, it is no run file, its beginning is damaged, or it is newer.
 */
export function runFileKind(path: string): Promise<RunFileKind> {
  return kindOfChunks(regularChunks(path), path);
}

/**
 * As `runFileKind`, of a file that somebody has read.
 * @param path what errors call it
 */
export async function kindOfChunks(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  path: string,
): Promise<RunFileKind> {
  try {
    for await (const stretch of readMembers(chunks))
      return kindOfFirstLine(stretch.kind === 'text' ? firstLine(stretch.text) : undefined, path);
  } catch (error) {
    throw cannotRead(error, path);
  }
  return kindOfFirstLine(undefined, path);
}
