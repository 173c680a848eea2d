import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { makeFolders } from '../../files/plainFolder.ts';
import { mostBytes, readRegular } from '../../files/regularFile.ts';
import { UserError } from '../../model/errors.ts';
import { enginePackage, installedEngine } from './engine.ts';
import { directoryFailure } from './startFailure.ts';

/** Where engines are kept, and who hears of one that is fetched. */
export interface EngineShelf {
  /** Folder of its own; made when absent. */
  readonly folder: string;
  /** For npm, whose configuration says where packages come from. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly warn: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Written last: what stands beside it is whole. */
const markerName = 'engine.json';
const markerShape = z.object({ integrity: z.string(), libraryBytes: z.number() });
const lockShape = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional(), integrity: z.string().optional() })),
});

const halfPrefix = '.half-';
const longestFetchMs = 30 * 60_000;
const advice =
  'Name a version that npm has of the engine, such as embedded@26.7.0-stable.1; embedded alone is the one that is installed.';

/**
 * The library of another version of the engine: the installed one where it is that, else the one on the shelf, where npm puts it at its first use. npm holds
 * the package against the integrity that its registry states, and runs no script of it.
 * @throws UserError usage for a version that cannot serve or does not exist, and where this platform has none; target where npm cannot fetch it;
 * interrupted when the signal aborts
 */
export async function fetchedEngine(version: string, shelf: EngineShelf): Promise<{ readonly libraryPath: string }> {
  refuseOld(version);
  const name = enginePackage();
  const installed = await installedEngine(name);
  if (installed?.version === version) return installed;
  const folder = join(shelf.folder, `${name.replace('@chdb/', '')}-${version}`);
  const libraryPath = join(folder, 'node_modules', name, 'libchdb.so');
  if (await isWhole(folder, libraryPath)) return { libraryPath };
  shelf.warn(`fetching ${name} ${version} with npm, once: some 600 MB in ${folder}`);
  try {
    await makeFolders(shelf.folder, 0o700);
    await removeHalves(shelf.folder, Date.now());
    const half = await mkdtemp(join(shelf.folder, halfPrefix));
    try {
      await npmInstall(half, `${name}@${version}`, shelf);
      await markWhole(half, name, version);
      await rm(folder, { recursive: true, force: true });
      await rename(half, folder);
    } finally {
      await rm(half, { recursive: true, force: true });
    }
  } catch (error) {
    // Somebody else may have put it there meanwhile.
    if (await isWhole(folder, libraryPath)) return { libraryPath };
    if (error instanceof UserError) throw error;
    throw directoryFailure(error instanceof Error ? error.message : String(error), folder) ?? error;
  }
  return { libraryPath };
}

/** What fetches left that were killed. */
async function removeHalves(folder: string, now: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const old = name.startsWith(halfPrefix) && now - (await stat(path)).mtimeMs > 2 * longestFetchMs;
    if (old) await rm(path, { recursive: true, force: true });
  }
}

/** The program of older ones is no server: it has no SYSTEM START LISTEN. */
function refuseOld(version: string): void {
  const [year = 0, month = 0] = version.split('.').map(Number);
  if (year * 100 + month > 2605) return;
  throw new UserError(
    'usage',
    `engine ${version} cannot serve: it knows no SYSTEM START LISTEN`,
    'Name one from 26.7 on.',
  );
}

async function isWhole(folder: string, libraryPath: string): Promise<boolean> {
  try {
    const marker = markerShape.parse(
      JSON.parse((await readRegular(join(folder, markerName), mostBytes.key)).toString()),
    );
    return (await stat(libraryPath)).size === marker.libraryBytes;
  } catch {
    return false;
  }
}

async function npmInstall(folder: string, spec: string, { env, signal }: EngineShelf): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{"private": true}\n');
  const flags = ['--ignore-scripts', '--package-lock=true', '--global=false', '--no-audit', '--no-fund'];
  const options = { cwd: folder, env: { ...env }, signal, timeout: longestFetchMs, maxBuffer: 16 * 1024 ** 2 };
  try {
    await promisify(execFile)('npm', ['install', '--prefix', folder, ...flags, spec], options);
  } catch (error) {
    throw npmFailure(error, spec, signal);
  }
}

function npmFailure(error: unknown, spec: string, signal: AbortSignal): UserError {
  if (signal.aborted) return new UserError('interrupted', `Interrupted while npm fetched ${spec}.`, 'Start it again.');
  if (!(error instanceof Error)) throw error;
  if ('code' in error && error.code === 'ENOENT')
    return new UserError(
      'usage',
      `npm, which fetches ${spec}, is not there`,
      'Install npm, or measure on embedded alone.',
    );
  const code =
    /^npm (?:error|ERR!) code (\w+)/m.exec('stderr' in error ? String(error.stderr) : '')?.[1] ?? 'without a code';
  switch (code) {
    case 'ETARGET':
    case 'E404':
      return new UserError('usage', `npm knows no ${spec}`, advice);
    case 'EBADPLATFORM':
      return new UserError('usage', `${spec} does not run on this platform`, advice);
    case 'EINTEGRITY':
      return new UserError(
        'target',
        `what npm fetched as ${spec} is not what its registry says it is: it was not kept`,
        'Run it again; if it stays, ask whoever runs the registry or the proxy that npm uses.',
      );
    default:
      return new UserError(
        'target',
        `npm could not fetch ${spec} (${code})`,
        'It needs its registry, or a copy in its cache: try `npm view` with the same name. What was fetched once needs no network.',
      );
  }
}

/** @throws UserError target where npm did not note what the package was held against */
async function markWhole(folder: string, name: string, version: string): Promise<void> {
  const lock = lockShape.parse(
    JSON.parse((await readRegular(join(folder, 'package-lock.json'), mostBytes.yaml)).toString()),
  );
  const { integrity = '', ...found } = lock.packages[`node_modules/${name}`] ?? {};
  if (!/^sha(?:256|384|512)-/.test(integrity) || found.version !== version)
    throw new UserError('target', `npm states no integrity of ${name} ${version}`, advice);
  const libraryBytes = (await stat(join(folder, 'node_modules', name, 'libchdb.so'))).size;
  await writeFile(join(folder, markerName), `${JSON.stringify({ integrity, libraryBytes })}\n`);
}
