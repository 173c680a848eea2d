import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { unpackedChromium } from './unpackedChromium.ts';

/** Where a Chromium comes from on this machine. */
export type ChromiumSource =
  | { readonly kind: 'given'; readonly path: string }
  | { readonly kind: 'packed' }
  | { readonly kind: 'none'; readonly reason: string };

type Variables = Readonly<Record<string, string | undefined>>;

/** The one that HOGBENCH_CHROMIUM names, else the one in the npm package, which is for Linux on x64. */
export function chromiumSource(env: Variables, platform: string, arch: string): ChromiumSource {
  const path = env.HOGBENCH_CHROMIUM;
  if (path !== undefined && path !== '') return { kind: 'given', path };
  if (platform === 'linux' && arch === 'x64') return { kind: 'packed' };
  const reason = `the npm package has no Chromium for ${platform} ${arch}: set HOGBENCH_CHROMIUM to the path of a Chromium or Chrome`;
  return { kind: 'none', reason };
}

function launch(executablePath: string, more: Variables = {}): Promise<Browser> {
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...more }).filter(([, value]) => value !== undefined),
  );
  return chromium.launch({
    executablePath,
    args: ['--font-render-hinting=none'],
    env: env as Record<string, string>,
  });
}

/** A container without fontconfig has no fonts either; the package brings one. */
function fontVariables(folder: string): Variables {
  const isConfigured = existsSync('/etc/fonts/fonts.conf') || process.env.FONTCONFIG_FILE !== undefined;
  return isConfigured ? {} : { FONTCONFIG_FILE: join(folder, 'fonts.conf') };
}

/** What a failed launch says of its cause, in one line. */
function causeOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const cause = text.match(
    /error while loading shared libraries[^\n]*|executable doesn't exist[^\n]*|ENOENT[^\n]*/i,
  )?.[0];
  return cause ?? text.trim().split('\n')[0] ?? '';
}

async function launchPacked(): Promise<Browser> {
  const folder = await unpackedChromium();
  const path = join(folder, 'chromium');
  const fonts = fontVariables(folder);
  try {
    return await launch(path, fonts);
  } catch {
    const libraries = [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
    return launch(path, { ...fonts, LD_LIBRARY_PATH: libraries });
  }
}

/**
 * Starts Chromium without a window. Where the machine misses libraries that it needs, those of the package are used.
 *
 * @throws Error that says what to install or to set when it cannot be started
 */
export async function launchChromium(
  source: ChromiumSource = chromiumSource(process.env, process.platform, process.arch),
): Promise<Browser> {
  if (source.kind === 'none') throw new Error(source.reason);
  try {
    return await (source.kind === 'given' ? launch(source.path) : launchPacked());
  } catch (error) {
    const what = source.kind === 'given' ? source.path : 'Chromium of the package @sparticuz/chromium';
    const advice =
      source.kind === 'given'
        ? 'HOGBENCH_CHROMIUM must be the path of a Chromium or Chrome that starts on this machine.'
        : 'Install what it misses (Debian, Ubuntu: apt-get install libnss3 libnspr4 libexpat1 libgcc-s1), or set HOGBENCH_CHROMIUM to the path of a Chromium or Chrome.';
    throw new Error(`${what} does not start: ${causeOf(error)}\n${advice}`, { cause: error });
  }
}
