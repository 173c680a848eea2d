import { FileRefusal, regularChunks } from '../files/regularFile.ts';
import { UserError } from '../model/errors.ts';
import type { Notice } from '../model/notice.ts';
import type { Run } from '../model/run.ts';
import { cannotRead } from './fileErrors.ts';
import { readMembers, type Stretch } from './members.ts';
import { endOfLine, parseHeader, parseRecord } from './parseRecord.ts';
import { QuickRecords } from './quickRecords.ts';
import { ReadingNotices } from './readingNotices.ts';
import { RunBuilder } from './runBuilder.ts';

/** A run as far as its file can be read, and those of its notices that tell what could not be read and where. */
export interface ReadRun {
  readonly run: Run;
  readonly warnings: readonly Notice[];
}

/** Some millions of executions. A file that was made to be endless ends here. */
const mostUnpacked = 2 ** 33;
/** Far above any record: a case has at most some megabytes of SQL. */
const longestLine = 64 * 1024 * 1024;

/**
 * Reads a run file, compressed or as plain JSON lines. Damage in the middle costs only what it covers.
 *
 * @throws UserError when there is no such file, it is no run file, its header is damaged, or it is newer.
 */
export function readRun(path: string): Promise<ReadRun> {
  return readRunFrom(regularChunks(path), path);
}

/** The same bytes, as what reads them wants them. */
async function* buffers(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const { buffer, byteOffset, byteLength } of chunks) yield Buffer.from(buffer, byteOffset, byteLength);
}

/**
 * As `readRun`, of a file that somebody has read.
 * @param chunks all of it in order, cut anywhere
 * @param path what errors and notices call it
 */
export async function readRunFrom(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path: string,
): Promise<ReadRun> {
  const reading = new Reading(path);
  let unpacked = 0;
  try {
    for await (const stretch of readMembers(buffers(chunks))) {
      unpacked += stretch.kind === 'text' ? stretch.text.length : 0;
      if (unpacked > mostUnpacked) throw new FileRefusal(`it unpacks to more than ${mostUnpacked / 2 ** 20} MB`);
      reading.take(stretch);
    }
  } catch (error) {
    throw cannotRead(error, path);
  }
  return reading.finish();
}

class Reading {
  readonly #path: string;
  readonly #notices: ReadingNotices;
  #builder: RunBuilder | undefined;
  #quick: QuickRecords | undefined;
  #lineNumber = 0;

  constructor(path: string) {
    this.#path = path;
    this.#notices = new ReadingNotices(path);
  }

  take(stretch: Stretch): void {
    if (stretch.kind === 'text') {
      this.#takeText(stretch.text);
      return;
    }
    if (stretch.start === 0) parseHeader(undefined, this.#path);
    this.#notices.unreadable(stretch);
  }

  #takeText(text: Buffer): void {
    for (let at = 0; at < text.length; ) {
      const behind = this.#quick?.take(text, at) ?? -1;
      if (behind !== -1) {
        this.#lineNumber += 1;
        at = behind;
        continue;
      }
      const end = endOfLine(text, at);
      this.#takeLine(text.toString('utf8', at, end), end < text.length);
      at = end + 1;
    }
  }

  #takeLine(line: string, whole: boolean): void {
    this.#lineNumber += 1;
    if (this.#builder === undefined) {
      this.#builder = new RunBuilder(parseHeader(line, this.#path));
      this.#quick = new QuickRecords(this.#builder);
      return;
    }
    if (line === '') return;
    if (line.length > longestLine) {
      this.#notices.badLine(this.#lineNumber, `it is longer than ${longestLine} characters`);
      return;
    }
    const parsed = parseRecord(line);
    const objection = 'why' in parsed ? parsed.why : this.#builder.add(parsed.record);
    if (objection === undefined) return;
    if (whole) this.#notices.badLine(this.#lineNumber, objection);
    else this.#notices.tornLine(Buffer.byteLength(line));
  }

  finish(): ReadRun {
    if (this.#builder === undefined) {
      throw new UserError(
        'usage',
        'The run file is empty: it holds no record.',
        'Measure into a new file.',
        this.#path,
      );
    }
    return this.#notices.finish(this.#builder.finish());
  }
}
