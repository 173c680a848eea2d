import { link, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeWhole } from '../../../src/files/wholeFile.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-whole-'));
  file = join(folder, 'report.html');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('is not there when it could not be finished, and what was there stays', async () => {
  const broken = function* (): Generator<string> {
    yield 'half';
    throw new Error('no space left');
  };
  await expect(writeWhole(file, broken())).rejects.toThrow('no space left');
  expect(await readdir(folder)).toEqual([]);
  await writeFile(file, 'before');
  await expect(writeWhole(file, broken())).rejects.toThrow('no space left');
  expect(await readFile(file, 'utf8')).toBe('before');
  expect(await readdir(folder)).toEqual(['report.html']);
});

it('replaces links and leaves alone what they lead to, and other names of the file', async () => {
  const victim = join(folder, 'victim');
  for (const plant of [symlink, link]) {
    await writeFile(victim, 'kept');
    await plant(victim, file);
    await writeWhole(file, ['a', 'b']);
    expect(await readFile(file, 'utf8')).toBe('ab');
    expect((await lstat(file)).isFile()).toBe(true);
    expect(await readFile(victim, 'utf8')).toBe('kept');
    await rm(file);
  }
});

it('does not take the place of a folder or a device', async () => {
  await mkdir(file);
  await expect(writeWhole(file, 'x')).rejects.toThrow('a folder');
  await expect(writeWhole('/dev/null', 'x')).rejects.toThrow('no regular file');
  expect(await readdir(folder)).toEqual(['report.html']);
});
