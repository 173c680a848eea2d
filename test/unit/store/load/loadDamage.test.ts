import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { summarizeLoad } from '../../../../src/load/summarizeLoad.ts';
import { UserError } from '../../../../src/model/errors.ts';
import type { LoadRun } from '../../../../src/model/loadRun.ts';
import { createLoadFile } from '../../../../src/store/load/loadWriter.ts';
import { readLoadRunFrom } from '../../../../src/store/load/readLoadRun.ts';
import { readMembers } from '../../../../src/store/members.ts';
import { loadRunOf, tallyOf } from '../../../support/loadRuns.ts';

/** Bytes of a file, and where each of its members ends. */
interface WrittenFile {
  readonly bytes: Buffer;
  readonly ends: readonly number[];
  readonly run: LoadRun;
  readonly verdict: string;
}

let folder: string;
let files: Readonly<Record<'kept' | 'missed', WrittenFile>>;

/** Some seconds of it fail, so that what is lost may be what speaks against it. */
function failing(): LoadRun {
  const run = loadRunOf();
  const refused = { offered: 20, outcomes: { 'TOO_MANY (202)': 20 }, latency: [], failedAfter: [[900, 20]] } as const;
  return {
    ...run,
    trials: run.trials.map((trial) => ({
      ...trial,
      tallies: trial.tallies.map((tally) => (tally.second % 5 === 3 ? tallyOf(tally.second, refused) : tally)),
    })),
  };
}

/** Written a few records at a time, as a driver does, so that it has many members. */
async function written(name: string, run: LoadRun): Promise<WrittenFile> {
  const path = join(folder, `${name}.jsonl.gz`);
  const { trials, notices: _, status, ...header } = run;
  const log = await createLoadFile(path, header);
  for (const { plan, tallies, requests, end } of trials) {
    log.trial(plan);
    for (const tally of tallies) {
      log.tally(tally);
      if (tally.second % 4 === 0) await log.flush();
    }
    for (const request of requests) log.request(plan.id, request);
    await log.flush();
    if (end !== undefined) log.end(end);
    await log.flush();
  }
  log.status(status);
  await log.close();
  const bytes = await readFile(path);
  const ends: number[] = [];
  for await (const { end } of readMembers([bytes])) ends.push(end);
  const read = await readLoadRunFrom([bytes], name);
  return { bytes, ends, run: read.run, verdict: summarizeLoad(read.run).verdict.kind };
}

/** What a damaged file comes to: as the whole one, incomplete, or no run at all. */
async function cameTo(damaged: Buffer, whole: WrittenFile): Promise<string> {
  try {
    const { run } = await readLoadRunFrom([damaged], 'damaged');
    if (JSON.stringify(run) === JSON.stringify(whole.run)) return 'whole';
    return summarizeLoad(run).verdict.kind;
  } catch (error) {
    if (error instanceof UserError) return 'refused';
    throw error;
  }
}

const member = ({ bytes, ends }: WrittenFile, at: number): Buffer => bytes.subarray(ends[at - 1] ?? 0, ends[at]);
const members = (file: WrittenFile): Buffer[] => file.ends.map((_, at) => member(file, at));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-damage-'));
  files = { kept: await written('kept', loadRunOf()), missed: await written('missed', failing()) };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a damaged load is incomplete, whatever it was', () => {
  const each = it.each(['kept', 'missed'] as const);

  each('whole, it is judged: %s', (name) => {
    expect(files[name].verdict).toBe(name);
    expect(files[name].ends.length).toBeGreaterThan(8);
  });

  each('cut anywhere: %s', async (name) => {
    const { bytes, ends } = files[name];
    const cuts = [...ends.slice(0, -1), ...ends.slice(0, -1).map((end) => end + 1), ...ends.map((end) => end - 1)];
    for (const cut of cuts) expect(await cameTo(bytes.subarray(0, cut), files[name])).toMatch(/incomplete|refused/);
  });

  each('without one of its members, or with one of them twice or elsewhere: %s', async (name) => {
    const all = members(files[name]);
    for (let at = 1; at < all.length; at += 1) {
      const one = all[at] ?? Buffer.alloc(0);
      const without = all.toSpliced(at, 1);
      for (const other of [
        without,
        all.toSpliced(at, 0, one),
        [...without.slice(0, at - 1), one, ...without.slice(at - 1)],
      ])
        expect(await cameTo(Buffer.concat(other), files[name])).toMatch(/incomplete|refused/);
    }
  });

  each('with any bits flipped, bytes put in or taken out: %s', async (name) => {
    const { bytes } = files[name];
    const place = fc.integer({ min: 0, max: bytes.length - 1 });
    const flip = fc.record({ at: place, bit: fc.integer({ min: 0, max: 7 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(flip, { minLength: 1, maxLength: 3 }),
        place,
        fc.nat(40),
        fc.boolean(),
        async (flips, at, many, isCut) => {
          const damaged = Buffer.from(bytes);
          for (const { at: byte, bit } of flips) damaged[byte] = (damaged[byte] ?? 0) ^ (1 << bit);
          const taken = isCut ? Buffer.concat([damaged.subarray(0, at), damaged.subarray(at + many)]) : damaged;
          expect(await cameTo(taken, files[name])).toMatch(/whole|incomplete|refused/);
        },
      ),
      { numRuns: 150 },
    );
  });
});
