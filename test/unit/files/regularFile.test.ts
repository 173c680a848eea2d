import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRegular, readRegularSync, whyUnread } from '../../../src/files/regularFile.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-regular-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Both ways of reading, as a promise. */
const ways = [readRegular, async (path: string, most: number): Promise<Buffer> => readRegularSync(path, most)] as const;

const why = (reading: Promise<Buffer>): Promise<string> => reading.then(() => 'it was read', whyUnread);

it.each(ways)('reads what is regular and small enough', async (read) => {
  const file = join(folder, 'a.sql');
  await writeFile(file, 'SELECT 1');
  expect((await read(file, 8)).toString()).toBe('SELECT 1');
  expect(await why(read(file, 7))).toContain('larger than');
  expect(await why(read(join(folder, 'b.sql'), 8))).toBe('ENOENT');
});

it.each(ways)('neither waits for a pipe nor reads a device without end', async (read) => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  expect(await why(read(join(folder, 'pipe'), 8))).toContain('a pipe');
  expect(await why(read('/dev/zero', 8))).toContain('a device');
  expect(await why(read(folder, 8))).toContain('a folder');
});

it.each(ways)('ends at its bound whatever size a file has or claims', async (read) => {
  const file = join(folder, 'sparse');
  await writeFile(file, '');
  await truncate(file, 2 ** 40);
  expect(await why(read(file, 1024))).toContain('larger than');
});
