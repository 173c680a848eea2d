import { FileRefusal } from '../files/regularFile.ts';
import { UserError } from '../model/errors.ts';
import { cannotRead } from './fileErrors.ts';
import { readMembers, type Stretch } from './members.ts';
import { endOfLine } from './parseRecord.ts';
import { ReadingNotices } from './readingNotices.ts';

/** Takes the lines of a file behind its header. */
export interface LineTaker {
  /** The place behind the line that begins at `at`, when it could be read from its bytes; else -1. */
  quick(text: Buffer, at: number): number;
  /** Why a line cannot be used; undefined when it was taken. */
  line(text: string): string | undefined;
  /** Something before the next line cannot be read. */
  gap(kind: Exclude<Stretch['kind'], 'text'>): void;
}

/** Some millions of executions. A file that was made to be endless ends here. */
const mostUnpacked = 2 ** 33;
/** Far above any record: a case has at most some megabytes of SQL. */
const longestLine = 64 * 1024 * 1024;

/**
 * Reads a file of records line by line, compressed or as plain JSON lines. Damage in the middle costs only what it covers.
 *
 * @param chunks all of it in order, cut anywhere
 * @param path what errors and notices call it
 * @param begin makes what takes the lines from the first one, which is undefined when it cannot be read
 * @throws UserError when the file cannot be read or is empty, and what `begin` throws
 */
export async function readLines<T extends LineTaker>(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path: string,
  begin: (first: string | undefined) => T,
): Promise<{ readonly taker: T; readonly notices: ReadingNotices }> {
  const reading = new Reading(path, begin);
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
  return { taker: reading.finish(), notices: reading.notices };
}

/** The same bytes, as what reads them wants them. */
async function* buffers(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const { buffer, byteOffset, byteLength } of chunks) yield Buffer.from(buffer, byteOffset, byteLength);
}

class Reading<T extends LineTaker> {
  readonly #path: string;
  readonly #begin: (first: string | undefined) => T;
  readonly notices: ReadingNotices;
  #taker: T | undefined;
  #lineNumber = 0;

  constructor(path: string, begin: (first: string | undefined) => T) {
    this.#path = path;
    this.#begin = begin;
    this.notices = new ReadingNotices(path);
  }

  take(stretch: Stretch): void {
    if (stretch.kind === 'text') {
      this.#takeText(stretch.text);
      return;
    }
    if (stretch.start === 0) this.#begin(undefined);
    this.notices.unreadable(stretch);
    this.#taker?.gap(stretch.kind);
  }

  #takeText(text: Buffer): void {
    for (let at = 0; at < text.length; ) {
      const behind = this.#taker?.quick(text, at) ?? -1;
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
    if (this.#taker === undefined) {
      this.#taker = this.#begin(line);
      return;
    }
    if (line === '') return;
    if (line.length > longestLine) {
      this.notices.badLine(this.#lineNumber, `it is longer than ${longestLine} characters`);
      return;
    }
    const objection = this.#taker.line(line);
    if (objection === undefined) return;
    if (whole) this.notices.badLine(this.#lineNumber, objection);
    else {
      this.notices.tornLine(Buffer.byteLength(line));
      this.#taker.gap('torn');
    }
  }

  finish(): T {
    if (this.#taker === undefined) {
      throw new UserError(
        'usage',
        'The run file is empty: it holds no record.',
        'Measure into a new file.',
        this.#path,
      );
    }
    return this.#taker;
  }
}
