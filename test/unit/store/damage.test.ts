import { lstat, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/model/errors.ts';
import type { Sample } from '../../../src/model/sample.ts';
import { readRun } from '../../../src/store/readRun.ts';
import { RunWriter } from '../../../src/store/runWriter.ts';
import { storedHeader } from '../../../src/store/storedMode.ts';
import { createRunFile, openRunFile } from '../../../src/store/writeRun.ts';
import { byName, evidenceOf, headerOf, sampleOf, writeMembers } from './samples.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-store-'));
  path = join(folder, 'run.jsonl.gz');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function userErrorOf(promise: Promise<unknown>): Promise<UserError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

const seqs = (run: { readonly samples: readonly { readonly seq: number }[] }) => run.samples.map(({ seq }) => seq);
const codes = (warnings: readonly { readonly code: string }[]) => warnings.map(({ code }) => code);

function evidenceByName(seq: number): unknown {
  return (byName({ ...sampleOf(seq), evidence: evidenceOf(seq) }) as Sample).evidence;
}

describe('a tail that is cut', () => {
  it('of a plain text file costs the last line', async () => {
    const header = JSON.stringify({
      kind: 'header',
      format: 'hogbench-run',
      schemaVersion: 1,
      run: storedHeader(headerOf()),
    });
    await writeFile(path, `${header}\n{"kind":"resumed","at":1}\n{"kind":"resu`);
    expect(codes((await readRun(path)).warnings)).toEqual(['run-file-torn-tail']);
  });
});

describe('damage in the middle', () => {
  it('costs the damaged member, and is told with its place', async () => {
    const ends = await writeMembers(path, 5);
    const bytes = await readFile(path);
    const [start, end] = [ends[3] ?? 0, ends[4] ?? 0];
    for (let at = start; at < end; at += 7) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0xff;
      await writeFile(path, damaged);
      const { run, warnings } = await readRun(path);
      // A flipped byte in the time or system field of a gzip header changes no record.
      if (run.samples.length === 5) continue;
      expect(seqs(run)).toEqual([0, 1, 2, 4]);
      expect(byName(run.samples[3]!)).toEqual({ ...sampleOf(4), evidence: evidenceByName(4) });
      expect(codes(warnings)).toEqual(['run-file-damaged', 'run-file-samples-missing']);
      expect(warnings[0]?.text).toContain(`Bytes ${start} to ${end - 1}`);
      expect(warnings[1]?.text).toContain('1 of 5');
    }
  });

  it('that takes the names of the events away spares evidence once the names are written again', async () => {
    const writer = await createRunFile(path, headerOf());
    const headerEnd = (await readFile(path)).length;
    const evidence = evidenceOf(0);
    writer.sample({ ...sampleOf(0), evidence });
    await writer.flush();
    const namesEnd = (await readFile(path)).length;
    writer.sample({ ...sampleOf(1), evidence });
    await writer.close();
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(0, headerEnd, namesEnd));
    const lost = await readRun(path);
    expect(lost.run.samples).toEqual([sampleOf(1)]);
    expect(codes(lost.warnings)).toContain('run-file-evidence-unusable');

    const resumed = await openRunFile(path);
    resumed.sample({ ...sampleOf(2), evidence });
    await resumed.close();
    expect((await readRun(path)).run.samples).toEqual([1, 2].map((seq) => ({ ...sampleOf(seq), evidence })));
  });

  it('is a notice for each bad line, and a count beyond ten', async () => {
    const writer = await createRunFile(path, headerOf());
    await writer.close();
    const sample = JSON.stringify({ kind: 'sample', sample: sampleOf(0) });
    const unknownKey = JSON.stringify({ kind: 'sample', sample: { ...sampleOf(1), extra: 1 } });
    const bad = Array.from({ length: 12 }, () => 'no json');
    const lines = [sample, unknownKey, sample, ...bad].map((line) => `${line}\n`).join('');
    await writeFile(path, Buffer.concat([await readFile(path), gzipSync(lines)]));
    const { run, warnings } = await readRun(path);
    expect(seqs(run)).toEqual([0]);
    expect(warnings).toHaveLength(11);
    expect(warnings[0]?.text).toMatch(/^Line 3 of run\.jsonl\.gz was skipped: .*extra/);
    expect(warnings[1]?.text).toMatch(/^Line 4 .*execution 0 is there twice/);
    expect(warnings[10]?.text).toContain('4 more lines');
  });
});

describe('a file that cannot be used', () => {
  const header = (change: object) =>
    JSON.stringify({
      kind: 'header',
      format: 'hogbench-run',
      schemaVersion: 1,
      run: storedHeader(headerOf()),
      ...change,
    });

  it.each([
    ['newer', () => gzipSync(`${header({ schemaVersion: 13, more: true })}\n`), /version 13.*up to version 12/],
    ['without a version', () => gzipSync(`${header({ schemaVersion: 'x' })}\n`), /no schema version/],
    ['of an unknown key', () => gzipSync(`${header({ extra: true })}\n`), /header.*not valid.*extra/],
    ['no run file, compressed', () => gzipSync('{"a":1}\n'), /not a hogbench run file/],
    ['damaged at its beginning', () => gzipSync(header({})).fill(0xff, 12, 40), /beginning .* damaged/],
    ['compressed nothing', () => gzipSync(''), /no record|damaged/],
  ])('is refused: %s', async (_name, bytes, message) => {
    await writeFile(path, bytes());
    const error = await userErrorOf(readRun(path));
    expect(error.message).toMatch(message);
    expect(error.kind).toBe('usage');
    expect(error.where).toBe(path);
    const before = await readFile(path);
    expect((await userErrorOf(openRunFile(path))).kind).toBe('usage');
    expect(await readFile(path)).toEqual(before);
  });

  it('is refused: empty, text of another kind, absent, a folder', async () => {
    await writeFile(path, '');
    expect((await userErrorOf(readRun(path))).message).toMatch(/empty/);
    await writeFile(path, 'SELECT 1\n');
    expect((await userErrorOf(readRun(path))).message).toMatch(/not a hogbench run file/);
    expect((await userErrorOf(openRunFile(path))).message).toMatch(/compressed/);
    expect((await userErrorOf(readRun(join(folder, 'absent')))).message).toMatch(/no such/);
    expect((await userErrorOf(readRun(folder))).message).toMatch(/a folder/);
  });

  it('is not overwritten', async () => {
    await writeMembers(path, 1);
    const before = await readFile(path);
    const error = await userErrorOf(createRunFile(path, headerOf()));
    expect(error.fix).toMatch(/--resume/);
    expect(await readFile(path)).toEqual(before);
    expect(await readdir(folder)).toEqual([basename(path)]);
  });

  it('is never there without its header', async () => {
    const writing = createRunFile(path, headerOf());
    const seen: number[] = [];
    const look = async () => {
      const found = await lstat(path).catch(() => undefined);
      if (found !== undefined) seen.push(found.size);
      return false;
    };
    for (let done = false; !done; ) done = await Promise.race([writing.then(() => true), look()]);
    await (await writing).close();
    expect(seen).not.toContain(0);
    expect(await readdir(folder)).toEqual([basename(path)]);
    expect((await readRun(path)).run.samples).toEqual([]);
  });
});

describe('a full disk', () => {
  it('is a UserError of the flush, of later records and of the closing', async () => {
    const writer = new RunWriter(await open('/dev/full', 'a'), '/dev/full', 0);
    writer.sample(sampleOf(0));
    expect((await userErrorOf(writer.flush())).message).toMatch(/disk is full.*ENOSPC/);
    expect(() => writer.sample(sampleOf(1))).toThrow(UserError);
    expect((await userErrorOf(writer.close())).message).toMatch(/disk is full/);
  });

  it('leaves what was measured before readable, when a write goes through by half', async () => {
    await writeMembers(path, 2);
    const file = await open(path, 'a');
    const size = (await readFile(path)).length;
    let writes = 0;
    const halfFull = {
      write: async (bytes: Uint8Array) => {
        writes += 1;
        if (writes === 1) return file.write(bytes.subarray(0, 30));
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      },
      truncate: (length: number) => file.truncate(length),
      sync: () => file.sync(),
      close: () => file.close(),
    };
    const writer = new RunWriter(halfFull, path, size);
    writer.sample(sampleOf(2));
    await userErrorOf(writer.close());
    const { run, warnings } = await readRun(path);
    expect(seqs(run)).toEqual([0, 1]);
    expect(warnings).toEqual([]);
  });
});
