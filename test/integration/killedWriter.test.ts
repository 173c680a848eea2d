import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sample } from '../../src/model/sample.ts';
import { readRun } from '../../src/store/readRun.ts';
import { byName, evidenceOf, sampleOf } from '../unit/store/samples.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-store-'));
  path = join(folder, 'run.jsonl.gz');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const seqs = (run: { readonly samples: readonly { readonly seq: number }[] }) => run.samples.map(({ seq }) => seq);

/** Runs the endless writer until it has told of `lines` flushes, and kills it at once. */
async function killWhileWriting(first: number, lines: number): Promise<number> {
  const script = fileURLToPath(new URL('../support/endlessWriter.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, path, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let told = '';
  child.stdout.on('data', (data: Buffer) => {
    told += data.toString();
    if (told.split('\n').length > lines) child.kill('SIGKILL');
  });
  const [, signal] = await exited;
  expect(signal).toBe('SIGKILL');
  return Number(told.trimEnd().split('\n')[lines - 1]);
}

function evidenceByName(seq: number): unknown {
  return (byName({ ...sampleOf(seq), evidence: evidenceOf(seq) }) as Sample).evidence;
}

describe('after kill -9', () => {
  it('all that was flushed is there, and the run can be continued and killed again', async () => {
    const flushed = await killWhileWriting(0, 5);
    const { run } = await readRun(path);
    expect(seqs(run)).toEqual(Array.from({ length: run.samples.length }, (_, seq) => seq));
    expect(run.samples.length).toBeGreaterThan(flushed);
    expect(byName(run.samples[flushed]!)).toMatchObject({ evidence: evidenceByName(flushed) });
    expect(run.status).toEqual({ kind: 'interrupted' });

    const next = run.samples.length;
    const flushedLater = await killWhileWriting(next, 3);
    const again = await readRun(path);
    expect(seqs(again.run)).toEqual(Array.from({ length: again.run.samples.length }, (_, seq) => seq));
    expect(again.run.samples.length).toBeGreaterThan(flushedLater);
    expect(again.run.samples.slice(0, flushed + 1)).toEqual(run.samples.slice(0, flushed + 1));
  });
});
