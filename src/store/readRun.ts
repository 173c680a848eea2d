import { createReadStream } from 'node:fs';
import { UserError } from '../model/errors.ts';
import type { Notice } from '../model/notice.ts';
import type { Run } from '../model/run.ts';
import { cannotRead } from './fileErrors.ts';
import { readMembers, type Stretch } from './members.ts';
import { parseHeader, parseRecord } from './parseRecord.ts';
import { ReadingNotices } from './readingNotices.ts';
import { RunBuilder } from './runBuilder.ts';
import { textLines } from './textLines.ts';

/** A run as far as its file can be read, and those of its notices that tell what could not be read and where. */
export interface ReadRun {
  readonly run: Run;
  readonly warnings: readonly Notice[];
}

const chunkBytes = 4 * 1024 * 1024;

/**
 * Reads a run file, compressed or as plain JSON lines. Damage in the middle costs only what it covers.
 *
 * @throws UserError when there is no such file, it is no run file, its header is damaged, or it is newer.
 */
export async function readRun(path: string): Promise<ReadRun> {
  const reading = new Reading(path);
  for await (const stretch of readMembers(chunksOf(path))) reading.take(stretch);
  return reading.finish();
}

/** A file can be as large as all that is made of it, so it is not held as a whole. */
async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { highWaterMark: chunkBytes });
  } catch (error) {
    throw cannotRead(error, path);
  }
}

class Reading {
  readonly #path: string;
  readonly #notices: ReadingNotices;
  #builder: RunBuilder | undefined;
  #lineNumber = 0;

  constructor(path: string) {
    this.#path = path;
    this.#notices = new ReadingNotices(path);
  }

  take(stretch: Stretch): void {
    if (stretch.kind === 'text') {
      for (const { line, whole } of textLines(stretch.text)) this.#takeLine(line, whole);
      return;
    }
    if (stretch.start === 0) parseHeader(undefined, this.#path);
    this.#notices.unreadable(stretch);
  }

  #takeLine(line: string, whole: boolean): void {
    this.#lineNumber += 1;
    if (this.#builder === undefined) {
      this.#builder = new RunBuilder(parseHeader(line, this.#path));
      return;
    }
    if (line === '') return;
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
