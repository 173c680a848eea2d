import { readFile } from 'node:fs/promises';
import { UserError } from '../model/errors.ts';
import type { Notice } from '../model/notice.ts';
import type { Run } from '../model/run.ts';
import { cannotRead } from './fileErrors.ts';
import { isGzip, readMembers, type Stretch } from './members.ts';
import { parseHeader, parseRecord } from './parseRecord.ts';
import { ReadingNotices } from './readingNotices.ts';
import { RunBuilder } from './runBuilder.ts';
import { textLines } from './textLines.ts';

/** A run as far as its file can be read, and notices about what could not be read and where. */
export interface ReadRun {
  readonly run: Run;
  readonly warnings: readonly Notice[];
}

/**
 * Reads a run file, compressed or as plain JSON lines. Damage in the middle costs only what it covers.
 *
 * @throws UserError when there is no such file, it is no run file, its header is damaged, or it is newer.
 */
export async function readRun(path: string): Promise<ReadRun> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw cannotRead(error, path);
  });
  if (bytes.length === 0) {
    throw new UserError('usage', 'The run file is empty.', 'Measure into a new file.', path);
  }
  const reading = new Reading(path, bytes.length);
  for await (const stretch of isGzip(bytes) ? readMembers(bytes) : wholeText(bytes)) reading.take(stretch);
  return reading.finish();
}

async function* wholeText(bytes: Buffer): AsyncGenerator<Stretch> {
  yield { kind: 'text', start: 0, end: bytes.length, text: bytes };
}

class Reading {
  readonly #path: string;
  readonly #notices: ReadingNotices;
  #builder: RunBuilder | undefined;
  #lineNumber = 0;

  constructor(path: string, fileBytes: number) {
    this.#path = path;
    this.#notices = new ReadingNotices(path, fileBytes);
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
      throw new UserError('usage', 'The run file holds no record.', 'Measure into a new file.', this.#path);
    }
    const built = this.#builder.finish();
    return { run: built.run, warnings: this.#notices.finish(built) };
  }
}
