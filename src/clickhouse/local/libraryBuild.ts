import { open } from 'node:fs/promises';

/** Headers and the notes behind them lie at the beginning of a library. */
const headBytes = 65_536;

const elf = { magic: 0x464c457f, notes: 4, buildId: 3 } as const;
const machO = { magic: 0xfeedfacf, uuid: 0x1b, headerBytes: 32 } as const;

/**
 * What tells builds of a library apart, in hexadecimal digits: the build id of ELF, the UUID of Mach-O, both of 64 bits. Undefined where the file holds none.
 * `buildId()` of the engine does not: it reads the one of the program that loaded the library, which is Node's.
 */
export async function libraryBuild(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const head = buffer.subarray(0, bytesRead);
    return (elfBuildId(head) ?? machUuid(head))?.toString('hex').toUpperCase();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  } finally {
    await file.close();
  }
}

function elfBuildId(head: Buffer): Buffer | undefined {
  if (head.readUInt32LE(0) !== elf.magic) return undefined;
  const [from, size, count] = [Number(head.readBigUInt64LE(32)), head.readUInt16LE(54), head.readUInt16LE(56)];
  for (let at = from; at < from + size * count; at += size) {
    if (head.readUInt32LE(at) !== elf.notes) continue;
    const begin = Number(head.readBigUInt64LE(at + 8));
    const found = buildIdIn(head.subarray(begin, begin + Number(head.readBigUInt64LE(at + 32))));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Notes follow on each other: sizes of name and content, a type, the name, the content, each to a multiple of four. */
function buildIdIn(notes: Buffer): Buffer | undefined {
  for (let at = 0; at + 12 <= notes.length; ) {
    const [nameBytes, size] = [notes.readUInt32LE(at), notes.readUInt32LE(at + 4)];
    const content = at + 12 + padded(nameBytes);
    const isOurs = notes.toString('latin1', at + 12, at + 12 + nameBytes) === 'GNU\0';
    if (isOurs && notes.readUInt32LE(at + 8) === elf.buildId) return notes.subarray(content, content + size);
    at = content + padded(size);
  }
  return undefined;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 4) * 4;
}

function machUuid(head: Buffer): Buffer | undefined {
  if (head.readUInt32LE(0) !== machO.magic) return undefined;
  const end = machO.headerBytes + head.readUInt32LE(20);
  for (let at = machO.headerBytes; at < end; at += Math.max(8, head.readUInt32LE(at + 4)))
    if (head.readUInt32LE(at) === machO.uuid) return head.subarray(at + 8, at + 24);
  return undefined;
}
