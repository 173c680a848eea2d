import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeDatasets, touchDataset } from '../../../src/clickhouse/local/datasetFolders.ts';
import { holdIfFree } from '../../../src/clickhouse/local/directoryLock.ts';

const dayMs = 86_400_000;
const now = Date.UTC(2026, 5, 30);
const unusedSince = now - 30 * dayMs;

let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'hogbench-cache-'));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

/** A folder with a server's lock and data in it, last used so many days ago. */
async function dataset(name: string, daysAgo: number, files: readonly string[] = ['node1/lock']): Promise<string> {
  const folder = join(cache, name);
  for (const file of files) {
    await mkdir(join(folder, file, '..'), { recursive: true });
    await writeFile(join(folder, file), '');
  }
  const at = (now - daysAgo * dayMs) / 1000;
  await utimes(folder, at, at);
  return folder;
}

test('removes what nobody used for long, and nothing else', async () => {
  await dataset('shop-0123456789ab', 31);
  await dataset('shop-0123456789ac', 29);
  expect(await removeDatasets(cache, { unusedSince })).toEqual([
    { name: 'shop-0123456789ab', lastUsedAt: now - 31 * dayMs, outcome: { kind: 'removed' } },
  ]);
  expect(await readdir(cache)).toEqual(['shop-0123456789ac']);
});

test('a dataset that is used stays', async () => {
  const folder = await dataset('shop-0123456789ab', 400);
  await touchDataset(folder, now);
  expect(await removeDatasets(cache, { unusedSince })).toEqual([]);
});

test('a dataset that a server runs on stays, whichever of its nodes has the lock', async () => {
  const folder = await dataset('shop-0123456789ab', 31, ['node1/lock', 'node2/lock', 'dataset-whole']);
  const release = holdIfFree(join(folder, 'node2/lock'));
  expect(await removeDatasets(cache, { unusedSince })).toMatchObject([{ outcome: { kind: 'inUse' } }]);
  expect(existsSync(join(folder, 'dataset-whole'))).toBe(true);
  release?.();
  expect(await removeDatasets(cache, { unusedSince })).toMatchObject([{ outcome: { kind: 'removed' } }]);
  expect(await readdir(cache)).toEqual([]);
});

test('what is no dataset stays, whatever its age', async () => {
  const elsewhere = await dataset('elsewhere', 400);
  await writeFile(join(cache, 'notes-0123456789ab'), 'a file');
  await symlink(elsewhere, join(cache, 'link-0123456789ab'));
  const forever = { unusedSince: Number.POSITIVE_INFINITY };
  expect(await removeDatasets(cache, forever)).toEqual([]);
  expect((await readdir(cache)).sort()).toEqual(['elsewhere', 'link-0123456789ab', 'notes-0123456789ab']);
});

test('finishes a removal that was interrupted, beside a dataset that was built again', async () => {
  await dataset('shop-0123456789ab.removed', 0);
  await dataset('shop-0123456789ab', 0);
  expect(await removeDatasets(cache, { unusedSince })).toMatchObject([
    { name: 'shop-0123456789ab', outcome: { kind: 'removed' } },
  ]);
  expect(await readdir(cache)).toEqual(['shop-0123456789ab']);
});

test('removes a dataset also when an earlier removal of it was interrupted', async () => {
  await dataset('shop-0123456789ab.removed', 0, ['node1/data/part.bin']);
  await dataset('shop-0123456789ab', 31);
  await removeDatasets(cache, { unusedSince });
  expect(await readdir(cache)).toEqual([]);
});

test('a cache that is not there holds nothing', async () => {
  expect(await removeDatasets(join(cache, 'none'), { unusedSince })).toEqual([]);
});
