import { randomBytes } from 'node:crypto';
import { constants, type FileHandle, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ownIdentity, type ProcessIdentity, stateOf } from './processIdentity.ts';

/** Who uses a folder, since when and for what. */
export interface Holder extends ProcessIdentity {
  /** A command, without its arguments. */
  readonly doing: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

export type Claim =
  | {
      readonly kind: 'held';
      /** Harmless to repeat. */
      readonly release: () => Promise<void>;
    }
  /** The holder is undefined when its file says nothing that can be read. */
  | { readonly kind: 'busy'; readonly holder: Holder | undefined };

const claimName = /^\.hogbench-lock-[0-9a-f]{16}$/;
/** A claim whose process was killed before it had its name. */
const halfName = /^\.hogbench-lock-[0-9a-f]{16}\.new$/;
const beatMs = 5000;
/** A claim whose process cannot be asked after counts as left behind when it was silent for this long. */
const silentMs = 120_000;
const attempts = 12;
const mostBytes = 4096;

const holderSchema: z.ZodType<Holder> = z.object({
  pid: z.int().positive(),
  host: z.string().max(255),
  system: z.string().max(255),
  began: z.string().max(64),
  doing: z.string().max(64),
  since: z.number(),
});

/**
 * Claims a folder for this process, or says who has it. Each process writes a file with a name of its own and then
 * looks for others: of two, at least the later sees the earlier, on every file system that shows what was renamed. A
 * claim of a process that ended no longer counts; one from another container or machine, where no process can be asked
 * after, ends when its file was not touched for two minutes. Nothing is ever written through a link.
 *
 * Rejects with the error of the system when the folder cannot be written.
 */
export async function claimFolder(folder: string, doing: string, since: number): Promise<Claim> {
  const holder: Holder = { ...(await ownIdentity()), doing, since };
  let seen = '';
  for (let attempt = 1; ; attempt += 1) {
    const own = await writeClaim(folder, holder);
    const other = await otherClaim(folder, own);
    if (other === undefined) return held(own);
    await own.remove();
    // Two that begin at once see each other; a claim that is seen twice is no passer-by.
    if (other.name === seen || attempt === attempts) return { kind: 'busy', holder: other.holder };
    seen = other.name;
    await pause(20 + Math.random() * 60 * attempt);
  }
}

/** Who uses a folder, without claiming it; undefined when nobody does, or it cannot be told. Never rejects. */
export async function folderHolder(folder: string): Promise<Holder | undefined> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!claimName.test(name)) continue;
    const found = await readClaim(join(folder, name)).catch(() => 'gone' as const);
    if (found !== 'gone' && (await counts(found, Date.now()))) return found.holder;
  }
  return undefined;
}

interface OwnClaim {
  readonly name: string;
  readonly file: FileHandle;
  readonly remove: () => Promise<void>;
}

async function writeClaim(folder: string, holder: Holder): Promise<OwnClaim> {
  const name = `.hogbench-lock-${randomBytes(8).toString('hex')}`;
  const path = join(folder, name);
  const file = await open(`${path}.new`, constants.O_CREAT | constants.O_EXCL | constants.O_RDWR, 0o644);
  const remove = async (): Promise<void> => {
    await file.close().catch(() => undefined);
    await rm(path, { force: true }).catch(() => undefined);
  };
  try {
    await file.writeFile(JSON.stringify(holder));
    // Under its name it is whole: nobody reads half of it.
    await rename(`${path}.new`, path);
    return { name, file, remove };
  } catch (error) {
    await remove();
    await rm(`${path}.new`, { force: true }).catch(() => undefined);
    throw error;
  }
}

function held({ file, remove }: OwnClaim): Claim {
  const beat = setInterval(() => {
    // Writing, not setting a time: the clock that counts is that of the file system.
    file.write('{', 0).catch(() => undefined);
  }, beatMs);
  beat.unref();
  return {
    kind: 'held',
    release: async () => {
      clearInterval(beat);
      await remove();
    },
  };
}

interface FoundClaim {
  readonly name: string;
  readonly holder: Holder | undefined;
}

/** A claim that counts beside our own; those that count no more are removed. */
async function otherClaim(folder: string, own: OwnClaim): Promise<FoundClaim | undefined> {
  const now = (await own.file.stat()).mtimeMs;
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    if (halfName.test(name)) await removeOld(path, now);
    if (!claimName.test(name) || name === own.name) continue;
    const found = await readClaim(path);
    if (found === 'gone') continue;
    if (await counts(found, now)) return { name, holder: found.holder };
    await rm(path, { force: true, recursive: false }).catch(() => undefined);
  }
  return undefined;
}

async function removeOld(path: string, now: number): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found !== undefined && now - found.mtimeMs > silentMs) await rm(path, { force: true }).catch(() => undefined);
}

interface ReadClaim {
  readonly holder: Holder | undefined;
  /** Undefined for what no process of ours wrote: a link, a pipe. */
  readonly touchedAt: number | undefined;
}

async function readClaim(path: string): Promise<ReadClaim | 'gone'> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') return 'gone';
    // Another user's file may hide what it says, and still counts.
    const found = await lstat(path).catch(() => undefined);
    return { holder: undefined, touchedAt: found?.isFile() === true ? found.mtimeMs : undefined };
  }
  try {
    const found = await file.stat();
    if (!found.isFile()) return { holder: undefined, touchedAt: undefined };
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
    return { holder: parseHolder(buffer.toString('utf8', 0, bytesRead)), touchedAt: found.mtimeMs };
  } finally {
    await file.close();
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function counts({ holder, touchedAt }: ReadClaim, now: number): Promise<boolean> {
  if (touchedAt === undefined) return false;
  const state = holder === undefined ? 'unknown' : await stateOf(holder);
  return state === 'running' || (state === 'unknown' && now - touchedAt < silentMs);
}
