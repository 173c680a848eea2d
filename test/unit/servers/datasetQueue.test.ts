import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeDatasets } from '../../../src/clickhouse/local/datasetFolders.ts';
import { claimDataset } from '../../../src/servers/datasetQueue.ts';
import { type TestIo, testIo } from '../../support/testIo.ts';

let home: string;
let folder: string;
let io: TestIo;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'hogbench-queue-'));
  folder = join(home, 'shop-0123456789ab');
  io = testIo(home);
});
afterEach(() => rm(home, { recursive: true, force: true }));

const quick = { waitMs: 60_000, lookMs: 5 };
const never = new AbortController().signal;

it('waits for the other, says for whom and how to go on at once, and has its turn', async () => {
  const first = await claimDataset(folder, never, io, quick);
  expect(io.err()).toBe('');
  const second = claimDataset(folder, never, io, quick);
  while (io.err() === '') await new Promise((resolve) => setTimeout(resolve, 5));
  expect(io.err()).toContain(`waiting for process ${process.pid}`);
  expect(io.err()).toContain('HOGBENCH_HOME=');
  await first();
  const release = await second;
  expect(io.err().match(/waiting/g)).toHaveLength(2);
  await release();
});

it('Ctrl-C ends the waiting, and so does the end of patience', async () => {
  const first = await claimDataset(folder, never, io, quick);
  const abort = new AbortController();
  const second = claimDataset(folder, abort.signal, io, quick);
  abort.abort();
  await expect(second).rejects.toMatchObject({ kind: 'interrupted' });
  await expect(claimDataset(folder, never, io, { waitMs: 0, lookMs: 5 })).rejects.toMatchObject({
    kind: 'usage',
    message: expect.stringContaining(`in use by process ${process.pid}`),
  });
  await first();
});

it('a dataset that somebody uses or waits for is not removed, and one that was removed is made anew', async () => {
  const release = await claimDataset(folder, never, io, quick);
  const all = { unusedSince: Number.POSITIVE_INFINITY };
  expect(await removeDatasets(home, all)).toMatchObject([{ outcome: { kind: 'inUse' } }]);
  await release();
  expect(await removeDatasets(home, all)).toMatchObject([{ outcome: { kind: 'removed' } }]);
  await (await claimDataset(folder, never, io, quick))();
});
