import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunArchive } from '../../src/store/archive.ts';
import { folderArchive } from '../../src/store/folder/folderArchive.ts';
import { pushing } from '../support/pushing.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function open(): RunArchive {
  const warn = (line: string): void => expect.fail(line);
  return folderArchive({ folder, shown: 'store', madeBy: '0.1.0', now: () => Date.now(), warn });
}

async function places(): Promise<readonly number[]> {
  return (await open().list()).map((one) => Number.parseInt(one.runId, 16)).sort((a, b) => a - b);
}

it('loses nothing where four jobs push at once, the same runs and others', async () => {
  const ended = await Promise.all([
    pushing(folder, 0, 6),
    pushing(folder, 0, 6),
    pushing(folder, 3, 6),
    pushing(folder, 20, 4),
  ]);
  expect(ended.map((one) => one.code)).toEqual([0, 0, 0, 0]);
  expect(await places()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 20, 21, 22, 23]);
  expect(await open().verify()).toEqual({ runs: 13, troubles: [], leftOvers: 0 });
});

it('has no half run after kill -9 anywhere in a push, and takes the same run again', async () => {
  await pushing(folder, 100, 1);
  for (const ms of [0, 6, 20, 40]) {
    const { has } = await pushing(folder, 0, 40, ms);
    const { troubles } = await open().verify();
    expect(troubles).toEqual([]);
    expect(await places()).toEqual(expect.arrayContaining([...has]));
  }
  expect((await pushing(folder, 0, 2)).has).toEqual([0, 1]);
  const { series } = await open().series({ metric: 'server_time', cases: ['case_7'], last: 100 });
  expect(series[0]?.points.every((one) => one.value === 8)).toBe(true);
});
