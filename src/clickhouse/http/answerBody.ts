import type { Readable } from 'node:stream';
import { exceptionAtEnd } from './exceptionText.ts';

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

/** The most that is kept of an answer: an exception in the middle of a result stands at its very end. */
const tailBytes = 16 * 1024;

/**
 * Reads an answer to its end and keeps nothing of it.
 * @param exceptionTag header `X-ClickHouse-Exception-Tag`; servers before 25.11 send none
 * @throws ServerError when the server broke off its answer with an exception, which it can do after
 *   it has sent status 200; the stream's own error when the connection broke
 */
export function drain(stream: Readable, exceptionTag: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    let tail = nothing;
    let isSettled = false;
    const settle = (error?: Error): void => {
      isSettled = true;
      const failure = tail.length === 0 ? error : (exceptionAtEnd(tail.toString(), exceptionTag) ?? error);
      if (failure === undefined) resolve();
      else reject(failure);
    };
    if (stream.destroyed) settle(stream.errored ?? brokenConnection());
    stream.on('data', (chunk: Buffer) => {
      tail = (chunk.length >= tailBytes ? chunk : Buffer.concat([tail, chunk])).subarray(-tailBytes);
    });
    stream.on('end', () => settle());
    stream.on('error', settle);
    // Every stream closes, and an error costs more than all else here.
    stream.on('close', () => {
      if (!isSettled) settle(brokenConnection());
    });
  });
}

const nothing: Buffer = Buffer.alloc(0);

function brokenConnection(): Error {
  return new Error('the connection closed in the middle of an answer');
}
