import { basename } from 'node:path';
import type { Notice, NoticeLevel } from '../model/notice.ts';
import type { Stretch } from './members.ts';

type Unreadable = Exclude<Stretch, { kind: 'text' }>;

/** More bad lines than these are counted, not told one by one. */
const tellAtMost = 10;

/** What a reader of a run file has to know about what could not be read. */
export class ReadingNotices {
  readonly #file: string;
  readonly #notices: Notice[] = [];
  #badLines = 0;
  #damaged = false;

  constructor(path: string) {
    this.#file = basename(path);
  }

  unreadable({ kind, start, end }: Unreadable): void {
    if (kind === 'torn') {
      this.#torn(end - start);
      return;
    }
    this.#damaged = true;
    const where = `Bytes ${start} to ${end - 1} of ${this.#file}`;
    this.#note('damaged', 'caution', `${where} (${end - start} in all) cannot be read and were skipped.`);
  }

  /** A last line of plain text without an end, that is no record. */
  tornLine(bytes: number): void {
    this.#torn(bytes);
  }

  #torn(bytes: number): void {
    const text = `The last ${bytes} bytes of ${this.#file} are a write that was cut short, and were dropped: at most the last second is lost.`;
    this.#note('torn-tail', 'note', text);
  }

  /** @param line counts from 1 over the text that can be read. */
  badLine(line: number, why: string): void {
    this.#badLines += 1;
    if (this.#badLines > tellAtMost) return;
    const after = this.#damaged ? ', counted without the damaged part,' : '';
    this.#note('bad-line', 'caution', `Line ${line} of ${this.#file}${after} was skipped: ${why}.`);
  }

  /** Something that the records show by themselves. */
  lost(code: string, text: (file: string) => string): void {
    this.#note(code, 'caution', text(this.#file));
  }

  /** What a reader has to know, and in a sentence that parts of the file are lost, where they are. */
  finish(): { readonly warnings: readonly Notice[]; readonly lost?: string } {
    if (this.#badLines > tellAtMost) {
      this.#note('bad-line', 'caution', `${this.#badLines - tellAtMost} more lines of ${this.#file} were skipped.`);
    }
    const warnings = this.#notices;
    return warnings.some((one) => one.level === 'caution')
      ? { warnings, lost: `Parts of ${this.#file} are lost, and what they held may speak against it.` }
      : { warnings };
  }

  #note(code: string, level: NoticeLevel, text: string): void {
    this.#notices.push({ code: `run-file-${code}`, level, text });
  }
}
