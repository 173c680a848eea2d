import { promisify } from 'node:util';
import { crc32, gunzip, type InputType, inflateRawSync } from 'node:zlib';
import { FileRefusal } from '../files/regularFile.ts';

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
/** A member of ours holds a megabyte of text; one that unpacks to more than this is made to fill the memory. */
const mostUnpacked = 256 * 1024 * 1024;
/** What lies between two beginnings of members; also all of a file that is not compressed. */
const mostTogether = 512 * 1024 * 1024;

const limited = { info: true, maxOutputLength: mostUnpacked } as const;

/** The bytes from where a member seems to begin to where the next one does. */
interface Slice {
  readonly start: number;
  readonly bytes: Buffer;
  /** Whether the file ends with it. */
  readonly isLast: boolean;
}

/** Far above zlib's default of 16 KB, at which half the time of reading goes into handing over pieces. */
const mostPiece = 1024 * 1024;
const leastPiece = 1024;

/**
 * How large a piece zlib inflates into, in bytes: all of the member where it says its size at its end, for memory that is
 * asked for and not filled costs time too. One that lies about it only comes in more pieces.
 */
function pieceFor(member: Buffer): number {
  const claimed = member.length < trailerBytes ? 0 : member.readUInt32LE(member.length - 4);
  return Math.min(mostPiece, Math.max(leastPiece, claimed + 1));
}

const gunzipWithInfo = promisify(gunzip) as (
  input: InputType,
  options: { info: true; chunkSize: number; maxOutputLength: number },
) => Promise<unknown>;

export function isGzip(bytes: Buffer): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Reads a file of gzip members stretch by stretch, in order and without a gap. Members are found by the
 * eight constant bytes at their start, so that a damaged one does not take those behind it along.
 * A file that is not compressed is one stretch of text.
 *
 * @param chunks the whole file in order, cut anywhere
 */
export async function* readMembers(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Stretch> {
  const queue: Promise<readonly Stretch[]>[] = [];
  for await (const slice of slicesOf(chunks)) {
    queue.push(readSlice(slice));
    if (queue.length > ahead) yield* (await queue.shift()) ?? [];
  }
  for (const stretches of queue) yield* await stretches;
}

/** Holds no more of the file than one chunk and the member at its end. */
async function* slicesOf(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): AsyncGenerator<Slice> {
  let start = 0;
  let bytes: Buffer = Buffer.alloc(0);
  /** Before this place in `bytes` no other member begins. */
  let searched = 1;
  for await (const chunk of chunks) {
    bytes = Buffer.concat([bytes, chunk]);
    if (bytes.length > mostTogether) throw new FileRefusal(`${mostTogether >> 20} MB of it are no run of ours`);
    for (let end = bytes.indexOf(memberStart, searched); end !== -1; end = bytes.indexOf(memberStart, 1)) {
      yield { start, bytes: bytes.subarray(0, end), isLast: false };
      start += end;
      bytes = bytes.subarray(end);
    }
    searched = Math.max(1, bytes.length - memberStart.length + 1);
  }
  yield { start, bytes, isLast: true };
}

/** Never rejects: what cannot be read is a stretch too. */
async function readSlice({ start, bytes, isLast }: Slice): Promise<readonly Stretch[]> {
  const end = start + bytes.length;
  if (start === 0 && !isGzip(bytes)) return [{ kind: 'text', start, end, text: bytes }];
  try {
    const { buffer, engine } = (await gunzipWithInfo(bytes, { ...limited, chunkSize: pieceFor(bytes) })) as Inflated;
    if (engine.bytesWritten === bytes.length) return [{ kind: 'text', start, end, text: buffer }];
  } catch {
    // The first member of the slice may still be whole, with something else behind it.
  }
  const first = firstMember(bytes);
  if (first === undefined) return [unreadable({ start, bytes, isLast })];
  const behind = { start: start + first.length, bytes: bytes.subarray(first.length), isLast };
  return [{ kind: 'text', start, end: behind.start, text: first.text }, unreadable(behind)];
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
    return inflateRawSync(slice.subarray(headerBytes), limited) as unknown as Inflated;
  } catch {
    return undefined;
  }
}

function unreadable({ start, bytes, isLast }: Slice): Stretch {
  return { kind: isLast && endsEarly(bytes) ? 'torn' : 'damaged', start, end: start + bytes.length };
}

/** True when the bytes could be the beginning of a member whose rest was never written. */
function endsEarly(bytes: Buffer): boolean {
  const known = Math.min(bytes.length, memberStart.length);
  if (!bytes.subarray(0, known).equals(memberStart.subarray(0, known))) return false;
  try {
    inflateRawSync(bytes.subarray(headerBytes), limited);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
  }
}
