import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { currentDesign, type Design, firstDesign } from '../../../src/model/design.ts';
import { readRun } from '../../../src/store/readRun.ts';
import { storedHeader } from '../../../src/store/storedMode.ts';
import { createRunFile } from '../../../src/store/writeRun.ts';
import { headerOf } from './samples.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-design-'));
  path = join(folder, 'run.jsonl.gz');
});

afterEach(() => rm(folder, { recursive: true }));

function write(schemaVersion: number, plan: object): Promise<void> {
  const header = { kind: 'header', format: 'hogbench-run', schemaVersion, run: { ...headerOf(), plan } };
  return writeFile(path, gzipSync(`${JSON.stringify(header)}\n`));
}

it('records the design of a run, and reads it back', async () => {
  const { plan, ...header } = headerOf();
  const own = { ...currentDesign, falseDiscoveryRate: 0.1 };
  await (await createRunFile(path, { ...header, plan: { ...plan, design: own } })).close();
  expect((await readRun(path)).run.plan.design).toEqual(own);
});

it.each([1, 2, 3, 4, 5])('reads a file of version %i by the first design, whatever it says', async (version) => {
  const { design: _, ...plan } = storedHeader(headerOf()).plan;
  await write(version, plan);
  expect((await readRun(path)).run.plan.design).toEqual(firstDesign);
  await write(version, { ...plan, design: { ...currentDesign, falseDiscoveryRate: 0.1 } });
  expect((await readRun(path)).run.plan.design).toEqual(firstDesign);
});

/** The design with one number replaced, by its path. */
function withValue(where: string, value: unknown): unknown {
  const copy = structuredClone(currentDesign) as unknown as Record<string, unknown>;
  const keys = where.split('.');
  let at: Record<string, unknown> = copy;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[keys.at(-1) ?? ''] = value;
  return copy;
}

it.each([
  ['falseDiscoveryRate', 1e-9],
  ['falseDiscoveryRate', -1],
  ['estimate.intervalTail', 0.5],
  ['estimate.trimmedShare', 0.5],
  ['memory.bytes', 1e15],
  ['counters.floor.rows', 1e12],
  ['setAside.stalledShare', 1],
  ['failures.share', 2],
  ['confirmation.0.share', 0.9],
  ['confirmation', []],
  ['screening.looks', [7, 5]],
  ['families.time.share', 0.01],
  ['saved.fewestSessions', 1],
  ['unknown', 1],
])('refuses a file whose design has %s %s', async (where, value) => {
  await write(6, { ...storedHeader(headerOf()).plan, design: withValue(where, value) });
  await expect(readRun(path)).rejects.toThrow(/header of the run file is not valid/);
});

it('refuses a file of this version without a design', async () => {
  const { design: _, ...plan } = storedHeader(headerOf()).plan;
  await write(6, plan);
  await expect(readRun(path)).rejects.toThrow(/design/);
});

it('never changes the first design', () => {
  // Every run file before version 6 is judged by it, so a change of a value here is a change of their verdicts.
  const expected: Design = {
    falseDiscoveryRate: 0.05,
    families: {
      time: { share: 0.8, suspectLevel: 0.05 },
      cpu: { share: 0.15, suspectLevel: 0.01 },
      memory: { share: 0.05, suspectLevel: 0.01 },
    },
    testedShare: 0.5,
    power: 0.8,
    estimate: { trimmedShare: 0.2, intervalTail: 0.05, fewestForPrior: 50, mostPriorDegrees: 50 },
    screening: { looks: [5, 7, 10, 14, 20], growth: 1.4 },
    confirmation: [
      { pairs: 8, share: 0.1 },
      { pairs: 8, share: 0.3 },
      { pairs: 8, share: 0.6 },
    ],
    memory: { share: 0.25, bytes: 16_777_216 },
    counters: { fewestExecutions: 2, fewestAfterColdStart: 4, floor: { rows: 8192, bytes: 65_536, pieces: 2 } },
    observations: {
      level: 0.001,
      smallestChange: 0.005,
      fewestExecutions: 5,
      floor: { us: 1000, bytes: 4096, count: 2 },
    },
    // Files before version 8 have none: they are judged by server time.
    clock: { waitShare: 1, parallelChange: 0 },
    clockNoise: { fewestCases: 1_000_000, waitShareOfFew: 1 },
    costlier: { factor: 1_000_000, leastUs: 0 },
    setAside: { fewestWithoutCompiling: 2, stalledShare: 0.2, oneSidedChance: 0.125 },
    failures: { share: 0.5, fewestTries: 2 },
    saved: { fewestSessions: 5, fewestCases: 10, calmShare: 0.5, serverMemoryShare: 0.05, sameStartMs: 60_000 },
    // Such files hold no state of a server.
    state: {
      ...{ busyShare: 0.5, busyMore: 0.1, behindShare: 0.1 },
      ...{ parts: { factor: 3, fewest: 30, most: 300 }, delaySeconds: 30 },
      drift: { seenShare: 0.1, change: 0.1, parts: 5, delaySeconds: 10 },
    },
    suite: { mostDeviations: 6, fewestRounds: 3 },
    plausible: { slackShare: 0.1, slackMs: 1000, longestUs: 31_622_400_000_000, mostCounted: 2 ** 64 },
  };
  expect(firstDesign).toEqual(expected);
});
