import { lstat, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Claim, claimFolder, type Holder } from '../files/folderClaim.ts';
import { makeFolders, makePlainFolder } from '../files/plainFolder.ts';
import type { FileText } from '../files/wholeFile.ts';
import { UserError } from '../model/errors.ts';
import { formatMoment } from '../text/quantity.ts';
import { errorCode, kindAt, shownPath, writeNew } from './resultFiles.ts';
import type { World } from './world.ts';

/** What a measuring command leaves in its output folder. */
export const outputNames = {
  run: 'run.jsonl.gz',
  html: 'report.html',
  markdown: 'report.md',
  json: 'report.json',
} as const;

/** A folder that results go to, and nobody else's while it is open. */
export interface OutputFolder {
  readonly folder: string;
  /** As shown to people: relative to where they stand. */
  readonly shown: (name: string) => string;
  readonly path: (name: string) => string;
  write(name: string, text: FileText): Promise<void>;
  /** Lets others use it. */
  release(): Promise<void>;
}

export interface OutputChoice {
  readonly out: string;
  /** The command, for others who find the folder in use. */
  readonly doing: string;
  /** A run file that is continued, as an absolute path; it stays where it is. */
  readonly keep?: string | undefined;
}

/**
 * Opens the folder that results go to, before anything is measured: proves that it can be written, claims it, and moves
 * the results of an earlier run to `earlier/<time>/`, so that nobody takes them for those of this one.
 * @throws UserError usage when the folder cannot be made or written, is a link below the working folder, or is in use
 */
export async function openOutputFolder({ out, doing, keep }: OutputChoice, world: World): Promise<OutputFolder> {
  const folder = resolve(world.cwd, out);
  const claim = await claimOutput(folder, out, doing, world);
  try {
    await moveEarlier(folder, keep, world);
  } catch (error) {
    await claim.release();
    throw error;
  }
  return {
    folder,
    shown: (name) => shownPath(world.cwd, join(folder, name)),
    path: (name) => join(folder, name),
    write: (name, text) => writeNew(join(folder, name), text, shownPath(world.cwd, join(folder, name))),
    release: claim.release,
  };
}

type HeldClaim = Extract<Claim, { kind: 'held' }>;

/**
 * Makes a folder, if need be, and claims it.
 * @throws UserError usage when it cannot be written or is in use; `out` is how it was named
 */
export async function claimOutput(folder: string, out: string, doing: string, world: World): Promise<HeldClaim> {
  let claim: Claim;
  try {
    await makePlainFolder(world.cwd, folder);
    claim = await claimFolder(folder, doing, world.now());
  } catch (error) {
    const fix = 'Choose another one with --out.';
    throw new UserError('usage', `the output folder cannot be written (${errorCode(error)})`, fix, out);
  }
  if (claim.kind === 'held') return claim;
  throw new UserError(
    'usage',
    `the output folder is in use by ${holderText(claim.holder)}`,
    'Wait for it to end, or choose another folder with --out.',
    out,
  );
}

/** Who uses a folder, in words: `process 7 (hogbench ab, since 2026-01-31 12:00 UTC)`. */
export function holderText(holder: Holder | undefined): string {
  if (holder === undefined) return 'another process';
  return `process ${holder.pid} on ${holder.host} (${holder.doing}, since ${formatMoment(holder.since)})`;
}

/**
 * Moves results of an earlier run aside though no new ones will come: a command that ends before it has opened its
 * folder must not leave them where its own would be. Nothing is made, and a folder in use is left alone.
 */
export async function retireResults({ out, doing, keep }: OutputChoice, world: World): Promise<void> {
  const folder = resolve(world.cwd, out);
  if ((await results(folder, keep)).length === 0) return;
  const claim = await claimFolder(folder, doing, world.now());
  if (claim.kind === 'busy') return;
  await moveEarlier(folder, keep, world).finally(claim.release);
}

/** The page of one candidate of several, and a certificate. */
const pageOfArm = /^(?:report-[A-Za-z0-9_-]{1,40}\.html|certificate\.(?:html|md|json))$/;

/** What lies where the results of a run would. */
async function results(folder: string, keep: string | undefined): Promise<readonly string[]> {
  const kept = keep === undefined ? undefined : await stat(keep).catch(() => undefined);
  const found: string[] = [];
  const pages = (await readdir(folder).catch((): string[] => [])).filter((name) => pageOfArm.test(name));
  for (const name of [...Object.values(outputNames), ...pages]) {
    const at = await lstat(join(folder, name)).catch(() => undefined);
    // A path has more than one spelling, a file only one number.
    if (at !== undefined && !(at.ino === kept?.ino && at.dev === kept.dev)) found.push(name);
  }
  return found;
}

async function moveEarlier(folder: string, keep: string | undefined, world: World): Promise<void> {
  const found = await results(folder, keep);
  if (found.length === 0) return;
  const shown = (name: string): string => shownPath(world.cwd, join(folder, name));
  try {
    const aside = await freshFolder(folder, new Date(world.now()).toISOString().replaceAll(/[:.]/g, '-'));
    for (const name of found) {
      if ((await kindAt(join(folder, name))) === 'link') {
        await rm(join(folder, name));
        world.warn(`${shown(name)} was a link and was removed: results are not written through links`);
      } else await rename(join(folder, name), join(aside, name));
    }
  } catch (error) {
    const what = `earlier results cannot be moved to ${shown('earlier')} (${errorCode(error)})`;
    throw new UserError('usage', what, 'Move them yourself, or choose another folder with --out.');
  }
}

/** `earlier/<time>`; `earlier-2` where a link or a file has that name. Two runs may begin in one second. */
async function freshFolder(out: string, name: string): Promise<string> {
  let parent = join(out, 'earlier');
  for (let other = 2; !(await isPlain(parent)); other += 1) parent = join(out, `earlier-${other}`);
  await makeFolders(parent);
  for (let attempt = 1; ; attempt += 1) {
    const folder = join(parent, attempt === 1 ? name : `${name}-${attempt}`);
    try {
      await mkdir(folder);
      return folder;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

async function isPlain(path: string): Promise<boolean> {
  const kind = await kindAt(path);
  return kind === 'nothing' || kind === 'folder';
}
