import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { mostBytes, readRegular } from '../../files/regularFile.ts';
import { UserError } from '../../model/errors.ts';

/** What of the machine decides whether the embedded server can run. Handed in, so that tests can be other machines. */
export interface EngineHost {
  readonly platform: string;
  readonly arch: string;
  /** False on Linux systems with musl, such as Alpine. */
  readonly glibc: boolean;
  /** Absolute path of a module, as node resolves it from here; undefined when it is not installed. */
  readonly locate: (module: string) => string | undefined;
}

const PLATFORM_PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@chdb/lib-linux-x64-gnu',
  'linux-arm64': '@chdb/lib-linux-arm64-gnu',
  'darwin-x64': '@chdb/lib-darwin-x64',
  'darwin-arm64': '@chdb/lib-darwin-arm64',
};

const REMOTE_WORKS = 'Servers you reach over HTTP can be measured without it.';

/**
 * Finds the ClickHouse library, which the platform's own package of chdb holds, and `ffi-rs`, which calls it.
 * Throws a `UserError` that says what to install, or that this platform has no such library.
 */
export function resolveEngine(host: EngineHost = currentHost()): { readonly libraryPath: string } {
  const platformPackage = packageOf(host);
  const libraryPath = host.locate(`${platformPackage}/libchdb.so`);
  const missing = [
    ...(libraryPath === undefined ? [platformPackage] : []),
    ...(host.locate('ffi-rs') === undefined ? ['ffi-rs'] : []),
  ];
  if (libraryPath === undefined || missing.length > 0) throw notInstalled(missing);
  return { libraryPath };
}

/**
 * The package that holds the library for this platform, in all of its versions.
 * @throws UserError usage where there is none, or `ffi-rs` is not installed, which any of them needs
 */
export function enginePackage(host: EngineHost = currentHost()): string {
  const platformPackage = packageOf(host);
  if (host.locate('ffi-rs') === undefined) throw notInstalled(['ffi-rs']);
  return platformPackage;
}

/** The library of a package that is installed beside this program, and its version as npm has it; undefined where it is not. */
export async function installedEngine(
  name: string,
): Promise<{ readonly libraryPath: string; readonly version: string } | undefined> {
  const libraryPath = locate(`${name}/libchdb.so`);
  if (libraryPath === undefined) return undefined;
  const bytes = await readRegular(join(dirname(libraryPath), 'package.json'), mostBytes.key);
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(bytes.toString('utf8')));
  return { libraryPath, version };
}

function packageOf({ platform: system, arch, glibc }: EngineHost): string {
  const platform = `${system}-${arch}`;
  const found = PLATFORM_PACKAGES[platform];
  if (found !== undefined && glibc) return found;
  throw new UserError(
    'usage',
    `The embedded ClickHouse server does not run on ${glibc ? platform : `${platform} with musl`}.`,
    `It runs on Linux with glibc and on macOS (x64 and arm64). ${REMOTE_WORKS}`,
  );
}

/** Whether the embedded server can run here. */
export function hasEngine(): boolean {
  try {
    resolveEngine();
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

function notInstalled(missing: readonly string[]): UserError {
  return new UserError(
    'usage',
    `The embedded ClickHouse server is not installed: it needs ${missing.join(' and ')}.`,
    `Install hogbench again with optional dependencies allowed, or \`npm install ${missing.join(' ')}\`. ${REMOTE_WORKS}`,
  );
}

function currentHost(): EngineHost {
  return { platform: process.platform, arch: process.arch, glibc: hasGlibc(), locate };
}

function locate(module: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(module);
  } catch {
    return undefined;
  }
}

function hasGlibc(): boolean {
  if (process.platform !== 'linux') return true;
  const report: unknown = process.report.getReport();
  if (typeof report !== 'object' || report === null || !('header' in report)) return false;
  const { header } = report;
  return typeof header === 'object' && header !== null && 'glibcVersionRuntime' in header;
}
