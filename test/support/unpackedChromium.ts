import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** Fonts of the package only, found where they were unpacked. */
function fontConfig(folder: string): string {
  const font = join(folder, 'fonts');
  return `<?xml version="1.0"?><fontconfig><dir>${font}</dir><cachedir>${font}</cachedir></fontconfig>\n`;
}

/**
 * The package unpacks into the temporary folder of its process, and its libraries only where it takes the machine for
 * Amazon Linux. So it runs in a process of its own that is told so.
 */
async function unpackInto(folder: string, entry: string): Promise<void> {
  const program = `import(${JSON.stringify(pathToFileURL(entry).href)}).then(({ default: chromium }) => chromium.executablePath())`;
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' };
  await promisify(execFile)(process.execPath, ['-e', program], { env });
}

/**
 * The folder with `chromium`, its libraries in `al2023/lib` and its fonts, unpacked once for each version of the
 * package. Test files run side by side: each unpacks beside, and a rename decides who was first.
 */
export async function unpackedChromium(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const root = resolve(dirname(entry), '..', '..');
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const parent = resolve(root, '..', '..', '.cache', 'hogbench');
  const folder = join(parent, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(parent, { recursive: true });
  const staging = await mkdtemp(join(parent, 'unpacking-'));
  try {
    await unpackInto(staging, entry);
    await writeFile(join(staging, 'fonts.conf'), fontConfig(folder));
    await rename(staging, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return folder;
}
