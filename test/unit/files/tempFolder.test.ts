import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeTempFolder, removeLeftTempFolders } from '../../../src/files/tempFolder.ts';

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'hogbench-temp-test-'));
  vi.stubEnv('TMPDIR', parent);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(parent, { recursive: true, force: true });
});

/** The name of a folder that another process of this machine made: its number is above all that there are. */
function leftBy(own: string, pid = '4194305'): string {
  return basename(own).replace(/-\d+-\d+-\w{6}$/, `-${pid}-123456-AbCdEf`);
}

it('is gone when it is not needed any more', async () => {
  const { path, remove } = await makeTempFolder();
  await writeFile(join(path, 'a'), 'a');
  expect(await readdir(parent)).toEqual([basename(path)]);
  await remove();
  expect(await readdir(parent)).toEqual([]);
});

it('of a process that is no more goes at the next start, and nothing else does', async () => {
  const { path } = await makeTempFolder();
  const left = leftBy(path);
  await mkdir(join(parent, left, 'node1'), { recursive: true });
  const ofAnotherMachine = left.replace(/^hogbench-\w{8}/, 'hogbench-00000000');
  const others = [ofAnotherMachine, 'hogbench-test-AbCdEf', `${left}-mine`];
  for (const name of others) await mkdir(join(parent, name));
  await mkdir(join(parent, 'elsewhere'));
  await writeFile(join(parent, 'elsewhere', 'precious'), 'a');
  await symlink(join(parent, 'elsewhere'), join(parent, leftBy(path, '4194306')));
  await symlink(join(parent, 'elsewhere'), join(parent, left, 'link'));
  // The number of this process, used before by one that began at another time.
  const reused = leftBy(path, String(process.pid));
  await mkdir(join(parent, reused));
  await removeLeftTempFolders(parent);
  const expected = [basename(path), ...others, 'elsewhere', leftBy(path, '4194306')];
  if (process.platform !== 'linux') expected.push(reused);
  expect(new Set(await readdir(parent))).toEqual(new Set(expected));
  expect(await readdir(join(parent, 'elsewhere'))).toEqual(['precious']);
});

it('says which variable to set when none can be made', async () => {
  vi.stubEnv('TMPDIR', join(parent, 'missing'));
  await expect(makeTempFolder()).rejects.toMatchObject({ kind: 'target', fix: expect.stringContaining('TMPDIR') });
});
