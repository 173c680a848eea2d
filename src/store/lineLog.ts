import type { AppendableFile } from './memberLog.ts';
import { MemberLog } from './memberLog.ts';

const flushEveryMs = 1000;
const flushEveryChars = 256 * 1024;

/**
 * Appends records to a file as lines of JSON. They reach it within a second, or when 256 KB of text have come together. Recording throws
 * the UserError of an earlier write in the background that failed.
 */
export class LineLog<R> {
  readonly #log: MemberLog;
  readonly #timer: NodeJS.Timeout;
  readonly #closing: ((lines: number) => R) | undefined;
  #lines: string[] = [];
  #chars = 0;
  #written = 0;
  #closed = false;

  /**
   * @param size the length of the file, which must end with a whole member.
   * @param closing the record that ends each piece that is written, by the lines of the file before it; absent: none does
   */
  constructor(file: AppendableFile, path: string, size: number, closing?: (lines: number) => R) {
    this.#log = new MemberLog(file, path, size);
    this.#closing = closing;
    this.#timer = setInterval(() => this.#flushInBackground(), flushEveryMs);
    this.#timer.unref();
  }

  /** @returns how many characters it takes */
  record(record: R): number {
    if (this.#closed) throw new Error('The run file is closed.');
    if (this.#log.failure !== undefined) throw this.#log.failure;
    const length = this.#add(record);
    if (this.#chars >= flushEveryChars) this.#flushInBackground();
    return length;
  }

  #add(record: R): number {
    const line = `${JSON.stringify(record)}\n`;
    this.#lines.push(line);
    this.#chars += line.length;
    return line.length;
  }

  /** Resolves when all records given so far are in the file. */
  flush(): Promise<void> {
    if (this.#lines.length > 0 && this.#closing !== undefined)
      this.#add(this.#closing(this.#written + this.#lines.length));
    const text = this.#lines.join('');
    this.#written += this.#lines.length;
    this.#lines = [];
    this.#chars = 0;
    return this.#log.append(text);
  }

  /** Flushes, makes it durable, closes. Closing again does nothing. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#timer);
    this.#flushInBackground();
    await this.#log.close();
  }

  #flushInBackground(): void {
    // The log keeps its failure; the next record or the closing reports it.
    this.flush().catch(() => undefined);
  }
}
