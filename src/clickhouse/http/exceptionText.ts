import type { Bytes } from '../../model/units.ts';
import { ServerError } from './refusals.ts';

/** More of a server's exception is neither read nor looked through. */
export const longestException: Bytes = 1024 * 1024;

/** What the patterns below look at, so that no text can keep them busy. */
const lookedAt = 16 * 1024;

/**
 * The exception that a server's text is; an Error with the text where it is none. A server that passes on what another said
 * repeats the frame: the innermost message counts.
 */
export function parseException(text: string): Error {
  const start = text.slice(0, lookedAt);
  const code = /(?:Code|Error): (\d{1,9})/.exec(start);
  if (code === null) return new Error(start);
  const said = start.slice(code.index);
  const message = innermostMessage(said) ?? untypedMessage(text, start, code.index);
  return message === undefined ? new Error(start) : new ServerError(Number(code[1]), message, typeIn(said));
}

/** The type that the innermost message ends with; what stands behind the first one is of those who passed it on. */
function typeIn(text: string): string | undefined {
  const last = [...text.matchAll(typePattern)].at(-1);
  return last?.[0].slice(1, -1);
}

const typePattern = /\((?=[A-Z0-9_]{0,99}[A-Z]{3})[A-Z0-9_]{1,100}\)/g;

const opening = 'Exception: ';

/** Between the last `Exception: ` that a type follows, and that type: `Exception: no table t. (UNKNOWN_TABLE)`. */
function innermostMessage(text: string): string | undefined {
  const types = [...text.matchAll(typePattern)].map(({ index }) => index);
  const last = types.at(-1);
  if (last === undefined) return undefined;
  const at = text.lastIndexOf(opening, last - opening.length - 1);
  if (at < 0) return undefined;
  const from = at + opening.length;
  const end = types.find((index) => index > from);
  return end === undefined ? undefined : text.slice(from, end);
}

/** The type stands at the end, which a long statement in the message can push out of sight. */
function untypedMessage(whole: string, start: string, from: number): string | undefined {
  if (whole.length <= start.length) return undefined;
  const at = start.indexOf(opening, from);
  return at < 0 ? undefined : start.slice(at + opening.length);
}

const marker = '__exception__\r\n';

/**
 * The exception at the end of an answer that began well. Newer servers frame it by the tag that a header names; older ones
 * write it as it is, with the server's version last.
 * @param tag header `X-ClickHouse-Exception-Tag`; servers before 25.11 send none
 */
export function exceptionAtEnd(answer: string, tag: string | undefined): Error | undefined {
  const tail = answer.slice(-lookedAt);
  if (tag !== undefined) {
    const start = tail.lastIndexOf(`${marker}${tag}\r\n`);
    return start < 0 || !tail.endsWith(marker) ? undefined : parseException(tail.slice(start));
  }
  const text = tail.trimEnd();
  const line = text.slice(text.lastIndexOf('\n') + 1);
  const start = line.search(/Code: \d{1,9}\. DB::\w{0,40}Exception: |\w{1,80}::exception\. Code: \d{1,9}, /i);
  if (start < 0 || !/\(version [^()]{0,100}(?:\([^()]{0,100}\))?\)$/.test(line.slice(-300))) return undefined;
  return parseException(line.slice(start));
}
