import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { link, mkdtemp, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Claim, claimFolder } from '../../../src/files/folderClaim.ts';
import { ownIdentity } from '../../../src/files/processIdentity.ts';

let folder: string;
const releases: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-claim-'));
});
afterEach(async () => {
  for (const release of releases.splice(0)) await release();
  await rm(folder, { recursive: true, force: true });
});

async function claim(doing = 'hogbench ab'): Promise<Claim> {
  const taken = await claimFolder(folder, doing, 1000);
  if (taken.kind === 'held') releases.push(taken.release);
  return taken;
}

async function leave(holder: object): Promise<string> {
  const path = join(folder, '.hogbench-lock-0123456789abcdef');
  await writeFile(path, JSON.stringify(holder));
  return path;
}

it('the second is told who has the folder, what it does and since when', async () => {
  expect((await claim('hogbench run')).kind).toBe('held');
  const second = await claim();
  expect(second).toMatchObject({ kind: 'busy', holder: { pid: process.pid, doing: 'hogbench run', since: 1000 } });
});

it('of ten at once one has it, and after it another', async () => {
  const first = await Promise.all(Array.from({ length: 10 }, () => claim()));
  expect(first.filter((one) => one.kind === 'held').length).toBeLessThanOrEqual(1);
  for (const release of releases.splice(0)) await release();
  expect((await claim()).kind).toBe('held');
  expect((await readdir(folder)).length).toBe(1);
});

it('a claim of a process that ended does not block, nor one whose number another process has now', async () => {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await once(child, 'exit');
  const own = await ownIdentity();
  await leave({ ...own, pid: child.pid, doing: 'hogbench ab', since: 1 });
  expect((await claim()).kind).toBe('held');
  await releases.pop()?.();
  await leave({ ...own, pid: process.ppid, began: '1', doing: 'hogbench ab', since: 1 });
  expect((await claim()).kind).toBe('held');
});

it('a claim from another container counts while its file is touched', async () => {
  const own = await ownIdentity();
  const path = await leave({ ...own, pid: 1, system: 'another', host: 'elsewhere', doing: 'hogbench ab', since: 1 });
  expect(await claim()).toMatchObject({ kind: 'busy', holder: { pid: 1, host: 'elsewhere' } });
  await utimes(path, new Date(Date.now() - 600_000), new Date(Date.now() - 600_000));
  expect((await claim()).kind).toBe('held');
});

it('what is no claim blocks no one, and nothing is written through it', async () => {
  const victim = join(folder, 'victim');
  await writeFile(victim, 'kept');
  await symlink(victim, join(folder, '.hogbench-lock-00000000000000aa'));
  await symlink(join(folder, 'new'), join(folder, '.hogbench-lock-00000000000000bb'));
  await link(victim, join(folder, '.hogbench-lock-00000000000000cc'));
  await utimes(victim, new Date(1000), new Date(1000));
  expect((await claim()).kind).toBe('held');
  await rename(victim, join(folder, 'moved'));
  expect(await readFile(join(folder, 'moved'), 'utf8')).toBe('kept');
  expect((await readdir(folder)).filter((name) => name === 'new')).toEqual([]);
});

it('says so when the folder cannot be written', async () => {
  await expect(claimFolder(join(folder, 'nowhere'), 'hogbench ab', 1)).rejects.toThrow(/ENOENT/);
});
