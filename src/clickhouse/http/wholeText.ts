import type { Readable } from 'node:stream';

/** An answer that would not end, or that is no answer to what was asked. */
export class AnswerTooLong extends Error {
  readonly maxBytes: number;

  constructor(maxBytes: number) {
    super(`the answer is longer than ${maxBytes / 1024 ** 2} MiB`);
    this.name = 'AnswerTooLong';
    this.maxBytes = maxBytes;
  }
}

/**
 * Reads a body to its end.
 * @throws AnswerTooLong, after which the body is destroyed; the body's own error; an Error when it breaks off
 */
export async function wholeText(body: Readable, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new AnswerTooLong(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length).toString();
}
