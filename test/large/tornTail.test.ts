import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRun } from '../../src/store/readRun.ts';
import { openRunFile } from '../../src/store/writeRun.ts';
import { sampleOf, writeMembers } from '../unit/store/samples.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-store-'));
  path = join(folder, 'run.jsonl.gz');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const seqs = (run: { readonly samples: readonly { readonly seq: number }[] }) => run.samples.map(({ seq }) => seq);

describe('a tail cut at any byte', () => {
  it('costs the last member only, is noted, and is cut off on resume', async () => {
    const [, , last = 0, end = 0] = await writeMembers(path, 3);
    const bytes = await readFile(path);
    expect(bytes.length).toBe(end);
    for (let length = last + 1; length < end; length += 1) {
      await writeFile(path, bytes.subarray(0, length));
      const { run, warnings } = await readRun(path);
      expect(seqs(run)).toEqual([0, 1]);
      expect(warnings).toEqual([expect.objectContaining({ code: 'run-file-torn-tail', level: 'note' })]);
      expect(warnings[0]?.text).toContain(`last ${length - last} bytes`);

      const writer = await openRunFile(path);
      writer.sample(sampleOf(2));
      await writer.close();
      const resumed = await readRun(path);
      expect(seqs(resumed.run)).toEqual([0, 1, 2]);
      expect(resumed.warnings).toEqual([]);
    }
  });
});
