import { readMembers } from './members.ts';
import { firstLine } from './parseRecord.ts';

/**
 * The schema version that a run file was written in. Readers make the newest of it; a store tells of each what it is.
 * @param bytes a run file that could be read
 */
export async function runFileVersion(bytes: Buffer): Promise<number> {
  for await (const stretch of readMembers([bytes])) {
    const line = stretch.kind === 'text' ? firstLine(stretch.text) : undefined;
    const header: unknown = line === undefined ? undefined : JSON.parse(line);
    if (typeof header === 'object' && header !== null && 'schemaVersion' in header) return Number(header.schemaVersion);
    break;
  }
  throw new Error('a run file that was read has a header');
}
