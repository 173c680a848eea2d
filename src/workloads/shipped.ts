import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearest } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';
import { kindOf, nearNeighbour } from './files.ts';
import { manifestFile } from './manifest.ts';

/** Where the workloads lie that ship with hogbench; places in them are shown from here, not by where it is installed. */
export const shippedFolder: string = fileURLToPath(new URL('../../workloads/', import.meta.url));

/** Whether a workload of this name ships with hogbench. */
export async function isShipped(name: string): Promise<boolean> {
  return isBareName(name) && (await kindOf(join(shippedFolder, name))) === 'folder';
}

/** Advice for a workload that is not there: a neighbour of a near name, else those that ship. `name` is as written. */
export async function adviceForMissingWorkload(cwd: string, path: string, name: string): Promise<string> {
  const near = await nearNeighbour(cwd, path);
  if (near !== undefined) return `did you mean ${quoted(near)}?`;
  return (isBareName(name) ? await adviceByShipped(name) : undefined) ?? 'check the path';
}

/** Advice for somebody who stands in the folder that is named: that of `queries`, in `queries`. */
export async function adviceForWithin(cwd: string, path: string): Promise<string | undefined> {
  const here = await readdir(cwd).catch((): string[] => []);
  if (!here.some((one) => one === manifestFile || /\.sql$/i.test(one))) return undefined;
  if (basename(path) === basename(cwd)) return `this folder is itself ${quoted(basename(cwd))}: name it \`.\``;
  const isNear = (await nearNeighbour(cwd, path)) !== undefined;
  return isNear || dirname(path) !== '.' ? undefined : 'did you mean `.`, this folder, in which there are queries?';
}

async function adviceByShipped(name: string): Promise<string | undefined> {
  const entries = await readdir(shippedFolder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((one) => one.isDirectory()).map((one) => one.name);
  if (names.length === 0) return undefined;
  const near = nearest(name, names.sort());
  const list = `these ship with hogbench: ${names.map(quoted).join(', ')}`;
  return near === undefined ? list : `did you mean ${quoted(near)}? ${list}`;
}

function isBareName(text: string): boolean {
  return /^[\w-]+$/.test(text);
}
