import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { FileRefusal, readRegular } from './regularFile.ts';
import { writeWhole } from './wholeFile.ts';

const packed = promisify(gzip);
const unpacked = promisify(gunzip);

/** Writes a text by gzip, whole or not at all; rejects as `writeWhole`. */
export async function writePacked(path: string, pieces: Iterable<string>): Promise<void> {
  await writeWhole(path, await packed(Buffer.from([...pieces].join(''))));
}

/** What a packed text may take, in bytes. */
export interface MostPacked {
  readonly file: number;
  readonly text: number;
}

/**
 * Reads a text that was written by `writePacked`. Rejects with a `FileRefusal` for what is larger, cut short or no such file, and as
 * `readRegular` otherwise.
 */
export async function readPacked(path: string, most: MostPacked): Promise<string> {
  const bytes = await readRegular(path, most.file);
  const text = await unpacked(bytes, { maxOutputLength: most.text }).catch((error: NodeJS.ErrnoException) => {
    throw new FileRefusal(
      error.code === 'ERR_BUFFER_TOO_LARGE'
        ? 'it is larger than it can be, unpacked'
        : 'it is damaged, or no gzip file',
    );
  });
  return text.toString('utf8');
}
