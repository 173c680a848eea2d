import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { UserError } from '../model/errors.ts';
import { cannotWrite } from './fileErrors.ts';

const compress = promisify(gzip);

/** What is needed of a file opened for appending; a FileHandle is one. */
export interface AppendableFile {
  write(bytes: Uint8Array): Promise<{ readonly bytesWritten: number }>;
  truncate(length: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Appends text to a file, each piece as one complete gzip member, one after the other. After the first
 * failure it writes nothing more, and the file ends with the last member that was written whole.
 */
export class MemberLog {
  readonly #file: AppendableFile;
  readonly #path: string;
  #size: number;
  #last: Promise<void> = Promise.resolve();
  #failure: UserError | undefined;

  /** @param size the length of the file, which must end with a whole member. */
  constructor(file: AppendableFile, path: string, size: number) {
    this.#file = file;
    this.#path = path;
    this.#size = size;
  }

  /** The error that ended the writing. */
  get failure(): UserError | undefined {
    return this.#failure;
  }

  /** Resolves when this piece and all before it are in the file; rejects with a UserError. */
  append(text: string): Promise<void> {
    this.#last = this.#last.then(() => this.#write(text));
    return this.#last;
  }

  /** Waits for all that was appended, makes it durable and closes the file, also after a failure. */
  async close(): Promise<void> {
    try {
      await this.#last;
      await this.#file.sync();
    } finally {
      await this.#file.close();
    }
  }

  async #write(text: string): Promise<void> {
    if (text === '') return;
    try {
      const member = await compress(text);
      // One write as a rule; the kernel may take less at once when the disk is nearly full.
      for (let done = 0; done < member.length; ) {
        done += (await this.#file.write(member.subarray(done))).bytesWritten;
      }
      this.#size += member.length;
    } catch (error) {
      this.#failure = cannotWrite(error, this.#path);
      // When even cutting fails, a reader takes the rest for a torn tail.
      await this.#file.truncate(this.#size).catch(() => undefined);
      throw this.#failure;
    }
  }
}
