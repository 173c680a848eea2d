import { basename } from 'node:path';
import type { Notice, NoticeLevel } from '../model/notice.ts';
import type { Run } from '../model/run.ts';
import type { Stretch } from './members.ts';
import type { BuiltRun } from './runBuilder.ts';

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

  /** The run, with what a reader of it has to know among its notices. */
  finish(built: BuiltRun): { readonly run: Run; readonly warnings: readonly Notice[] } {
    const { run } = built;
    const warnings = this.#finish(built);
    const isLost = warnings.some((one) => one.level === 'caution');
    if (!isLost) return { run: { ...run, notices: [...run.notices, ...warnings] }, warnings };
    const lost = `Parts of ${this.#file} are lost, and what they held may speak against it.`;
    return { run: { ...run, notices: [...run.notices, ...warnings], lost }, warnings };
  }

  #finish({ missingSamples, unusedEvidence, run }: BuiltRun): readonly Notice[] {
    if (this.#badLines > tellAtMost) {
      this.#note('bad-line', 'caution', `${this.#badLines - tellAtMost} more lines of ${this.#file} were skipped.`);
    }
    // An execution has its number when it is written, so a gap is a loss also where nothing else shows it.
    if (missingSamples > 0) {
      const all = run.samples.length + missingSamples;
      this.#note('samples-missing', 'caution', `${missingSamples} of ${all} executions are missing in ${this.#file}.`);
    }
    if (unusedEvidence > 0) {
      const text = `Evidence of ${unusedEvidence} executions in ${this.#file} cannot be used: the execution or its event names are missing.`;
      this.#note('evidence-unusable', 'caution', text);
    }
    return this.#notices;
  }

  #note(code: string, level: NoticeLevel, text: string): void {
    this.#notices.push({ code: `run-file-${code}`, level, text });
  }
}
