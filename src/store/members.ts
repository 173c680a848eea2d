import { promisify } from 'node:util';
import { crc32, gunzip, type InputType, inflateRawSync } from 'node:zlib';

/** A stretch of a compressed file, `[start, end)` in bytes: whole gzip members, or what cannot be read. */
export type Stretch =
  | { readonly kind: 'text'; readonly start: number; readonly end: number; readonly text: Buffer }
  | { readonly kind: 'damaged'; readonly start: number; readonly end: number }
  /** The last stretch, when it looks like a write that never finished. */
  | { readonly kind: 'torn'; readonly start: number; readonly end: number };

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/** How each member written by node:zlib begins: magic, deflate, no flags, no time. */
const memberStart = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]);
const headerBytes = 10;
const trailerBytes = 8;
/** Members inflated ahead on zlib's threads while the caller parses. */
const ahead = 4;

const gunzipWithInfo = promisify(gunzip) as (input: InputType, options: { info: true }) => Promise<unknown>;

export function isGzip(bytes: Buffer): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Reads a file of gzip members stretch by stretch, in order and without a gap. Members are found by the
 * eight constant bytes at their start, so that a damaged one does not take those behind it along.
 */
export async function* readMembers(bytes: Buffer): AsyncGenerator<Stretch> {
  const starts = memberStarts(bytes);
  const read = (i: number) => readSlice(bytes, starts[i] ?? 0, starts[i + 1] ?? bytes.length);
  const queue = starts.slice(0, ahead).map((_, i) => read(i));
  for (let i = 0; i < starts.length; i += 1) {
    const stretches = await queue.shift();
    if (i + ahead < starts.length) queue.push(read(i + ahead));
    yield* stretches ?? [];
  }
}

function memberStarts(bytes: Buffer): readonly number[] {
  const starts = [0];
  for (let at = bytes.indexOf(memberStart, 1); at !== -1; at = bytes.indexOf(memberStart, at + 1)) starts.push(at);
  return starts;
}

/** Never rejects: what cannot be read is a stretch too. */
async function readSlice(bytes: Buffer, start: number, end: number): Promise<readonly Stretch[]> {
  const slice = bytes.subarray(start, end);
  try {
    const { buffer, engine } = (await gunzipWithInfo(slice, { info: true })) as Inflated;
    if (engine.bytesWritten === slice.length) return [{ kind: 'text', start, end, text: buffer }];
  } catch {
    // The first member of the slice may still be whole, with something else behind it.
  }
  const first = firstMember(slice);
  if (first === undefined) return [unreadable(bytes, start, end)];
  const whole: Stretch = { kind: 'text', start, end: start + first.length, text: first.text };
  return [whole, unreadable(bytes, whole.end, end)];
}

/** The member at the very start of the slice and its length in bytes; undefined when it is not whole. */
function firstMember(slice: Buffer): { readonly text: Buffer; readonly length: number } | undefined {
  if (!slice.subarray(0, memberStart.length).equals(memberStart)) return undefined;
  const inflated = inflate(slice);
  if (inflated === undefined) return undefined;
  const trailer = headerBytes + inflated.engine.bytesWritten;
  if (trailer + trailerBytes > slice.length) return undefined;
  if (slice.readUInt32LE(trailer) !== crc32(inflated.buffer)) return undefined;
  return { text: inflated.buffer, length: trailer + trailerBytes };
}

function inflate(slice: Buffer): Inflated | undefined {
  try {
    // With `info` the answer is an object, which the types of node:zlib do not know.
    return inflateRawSync(slice.subarray(headerBytes), { info: true }) as unknown as Inflated;
  } catch {
    return undefined;
  }
}

function unreadable(bytes: Buffer, start: number, end: number): Stretch {
  return { kind: end === bytes.length && endsEarly(bytes.subarray(start)) ? 'torn' : 'damaged', start, end };
}

/** True when the bytes could be the beginning of a member whose rest was never written. */
function endsEarly(bytes: Buffer): boolean {
  const known = Math.min(bytes.length, memberStart.length);
  if (!bytes.subarray(0, known).equals(memberStart.subarray(0, known))) return false;
  try {
    inflateRawSync(bytes.subarray(headerBytes));
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
  }
}
