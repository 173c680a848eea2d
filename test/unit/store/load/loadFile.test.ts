import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LoadEvidence } from '../../../../src/model/loadRun.ts';
import { loadRecordSchema } from '../../../../src/schema/load/loadRecordSchema.ts';
import { createLoadFile } from '../../../../src/store/load/loadWriter.ts';
import { readLoadRun } from '../../../../src/store/load/readLoadRun.ts';
import { recordLoad } from '../../../../src/store/load/recordLoad.ts';
import { readRun } from '../../../../src/store/readRun.ts';
import { runFileKind } from '../../../../src/store/runFileKind.ts';
import { createRunFile } from '../../../../src/store/writeRun.ts';
import { loadHeaderOf, loadRunOf, requestOf, tallyOf, trialEndOf, trialPlanOf } from '../../../support/loadRuns.ts';
import { headerOf } from '../samples.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-load-'));
  path = join(folder, 'run.jsonl.gz');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const facts: LoadEvidence = {
  kind: 'facts',
  facts: {
    serverUs: 5000,
    cpuUs: 4000,
    slotWaitUs: 1000,
    threadWaitUs: 0,
    coreWaitUs: 10,
    readBytes: 8,
    memoryBytes: 1024,
    exceptionCode: 0,
  },
};

/** Lines of a file, changed and written back as one member. */
async function withLines(change: (lines: string[]) => readonly string[]): Promise<void> {
  const lines = gunzipSync(await readFile(path))
    .toString()
    .trimEnd()
    .split('\n');
  await writeFile(path, gzipSync(`${change(lines).join('\n')}\n`));
}

describe('the file of a load', () => {
  it('gives back what was recorded', async () => {
    const [trial] = loadRunOf().trials;
    const requests = [
      { ...requestOf(3), evidence: facts },
      { ...requestOf(8), evidence: { kind: 'missing', detail: 'the log was not flushed' } as const },
      requestOf(9, { outcome: { kind: 'refused', code: 202, name: 'TOO_MANY_SIMULTANEOUS_QUERIES' }, why: 'failed' }),
    ];
    const second = {
      plan: trialPlanOf({ id: 1, purpose: { kind: 'cell', measured: 'online', beside: ['batch'], scheduling: true } }),
      tallies: [tallyOf(0, { trial: 1 })],
      requests: [requestOf(3)],
      end: trialEndOf({
        trial: 1,
        ended: { kind: 'lost', afterMs: 900, reason: 'refused' },
        silent: [{ from: 1, to: 9 }],
      }),
    };
    const run = loadRunOf({
      trials: [{ ...trial!, requests }, second],
      notices: [{ code: 'own', level: 'note', text: 'A remark.' }],
      scheduling: ['CREATE WORKLOAD all'],
      shard: { index: 1, of: 2, run: 'ci-7' },
      options: [{ name: 'rate', value: '20', from: '--rate' }],
    });
    const { trials, notices, status, ...header } = run;
    await recordLoad(await createLoadFile(path, header), { trials, notices, status });
    expect(await readLoadRun(path)).toEqual({ run, warnings: [] });
  });

  it('sums what was told of one class and second in several records', async () => {
    const log = await createLoadFile(path, loadHeaderOf());
    log.trial(trialPlanOf());
    log.tally(tallyOf(1));
    log.tally(
      tallyOf(1, {
        offered: 3,
        outcomes: { completed: 2, constructor: 1 },
        latency: [
          [4000, 1],
          [20_000, 1],
        ],
        failedAfter: [[9000, 1]],
        done: 0,
      }),
    );
    log.tally(tallyOf(0, { of: 'batch' }));
    await log.close();
    const { run } = await readLoadRun(path);
    expect(run.trials[0]?.tallies).toEqual([
      tallyOf(0, { of: 'batch' }),
      tallyOf(1, {
        offered: 23,
        outcomes: { completed: 22, constructor: 1 },
        latency: [
          [4000, 1],
          [5000, 18],
          [20_000, 3],
        ],
        failedAfter: [[9000, 1]],
        lag: [[50, 40]],
        held: [[0, 40]],
      }),
    ]);
  });

  it('takes evidence that comes before its request, and the last one of a request', async () => {
    const log = await createLoadFile(path, loadHeaderOf());
    log.trial(trialPlanOf());
    log.evidence(0, 5, { kind: 'missing', detail: 'not yet' });
    log.evidence(0, 5, facts);
    log.request(0, requestOf(5));
    await log.close();
    expect((await readLoadRun(path)).run.trials[0]?.requests).toEqual([{ ...requestOf(5), evidence: facts }]);
  });

  it('without an end or a status is read, and interrupted', async () => {
    const log = await createLoadFile(path, loadHeaderOf());
    log.trial(trialPlanOf());
    log.tally(tallyOf(0));
    await log.close();
    const { run, warnings } = await readLoadRun(path);
    expect(run.status).toEqual({ kind: 'interrupted' });
    expect(run.trials).toEqual([{ plan: trialPlanOf(), tallies: [tallyOf(0)], requests: [] }]);
    expect(warnings).toEqual([]);
  });

  it('holds lines that the schema knows, and no password', async () => {
    const [arm] = loadHeaderOf().arms;
    const environment = { ...arm!.environment, target: 'https://me:secret@host:8443' };
    await recordLoad(await createLoadFile(path, loadHeaderOf({ arms: [{ ...arm!, environment }] })), loadRunOf());
    const lines = gunzipSync(await readFile(path))
      .toString()
      .trimEnd()
      .split('\n');
    for (const line of lines) expect(loadRecordSchema.safeParse(JSON.parse(line)).success).toBe(true);
    expect(JSON.stringify((await readLoadRun(path)).run)).not.toContain('secret');
  });

  it('is not overwritten', async () => {
    await recordLoad(await createLoadFile(path, loadHeaderOf()), loadRunOf());
    await expect(createLoadFile(path, loadHeaderOf())).rejects.toThrow(/exists/);
  });

  it('and that of a comparison are told apart, and each reader says what it was given', async () => {
    const other = join(folder, 'other.jsonl.gz');
    await recordLoad(await createLoadFile(path, loadHeaderOf()), loadRunOf());
    await (await createRunFile(other, headerOf())).close();
    expect(await runFileKind(path)).toBe('load');
    expect(await runFileKind(other)).toBe('comparison');
    await expect(readRun(path)).rejects.toThrow(/holds a load, and no comparison/);
    await expect(readLoadRun(other)).rejects.toThrow(/holds a comparison, and no load/);
    await writeFile(other, 'SELECT 1\n');
    await expect(runFileKind(other)).rejects.toThrow(/not a hogbench run file/);
    await expect(runFileKind(join(folder, 'absent'))).rejects.toThrow(/no such run file/);
  });
});

describe('a line that cannot be used', () => {
  const tally = (change: object) => JSON.stringify({ kind: 'tally', tally: { ...tallyOf(40), ...change } });
  it.each([
    ['whose outcomes do not add up', tally({ offered: 21 }), /do not add up/],
    ['with an answer that has no time', tally({ latency: [[5000, 19]] }), /do not add up/],
    ['with a failure that has no time', tally({ offered: 21, outcomes: { completed: 20, a: 1 } }), /do not add up/],
    ['whose times do not ascend', tally({ lag: [[9, 1], [9, 19]] }), /do not ascend/], // biome-ignore format: one line
    ['of no class of its trial', tally({ of: 'other' }), /nothing of the class "other"/],
    ['of no trial', tally({ trial: 4 }), /no trial 4/],
    ['with an unknown key', tally({ more: 1 }), /more/],
    [
      'of a request that is there',
      JSON.stringify({ kind: 'request', trial: 0, request: requestOf(3) }),
      /3 of trial 0 .* twice/,
    ],
    ['of a trial that has ended', JSON.stringify({ kind: 'end', end: trialEndOf() }), /ends twice/],
    ['of a trial that is there', JSON.stringify({ kind: 'trial', trial: trialPlanOf() }), /trial 0 is there twice/],
  ])('is told, and makes the run one of which parts are lost: %s', async (_name, line, message) => {
    await recordLoad(await createLoadFile(path, loadHeaderOf()), loadRunOf());
    await withLines((lines) => [...lines.slice(0, -2), line, ...lines.slice(-2)]);
    const { run, warnings } = await readLoadRun(path);
    expect(warnings[0]?.text).toMatch(message);
    expect(run.lost).toMatch(/Parts of .* are lost/);
    expect(run.trials).toEqual(loadRunOf().trials);
  });

  it('is told: evidence of a request that is not there', async () => {
    const log = await createLoadFile(path, loadHeaderOf());
    log.trial(trialPlanOf());
    log.evidence(0, 5, facts);
    await log.close();
    expect((await readLoadRun(path)).warnings.map(({ code }) => code)).toEqual(['run-file-evidence-unusable']);
  });
});

describe('lines that are missing without a trace', () => {
  it.each([
    ['one is taken out', (lines: readonly string[]) => lines.toSpliced(10, 1)],
    ['one is there twice', (lines: readonly string[]) => lines.toSpliced(10, 0, lines[10] ?? '')],
    ['the last count is taken out', (lines: readonly string[]) => lines.slice(0, -1)],
  ])('are seen: %s', async (_name, change) => {
    await recordLoad(await createLoadFile(path, loadHeaderOf()), loadRunOf());
    await withLines(change);
    const { run, warnings } = await readLoadRun(path);
    expect(warnings.map(({ code }) => code)).toEqual(['run-file-lines-missing']);
    expect(run.lost).toBeDefined();
  });

  it('are seen where a write was torn behind the status', async () => {
    await recordLoad(await createLoadFile(path, loadHeaderOf()), loadRunOf());
    const bytes = await readFile(path);
    await writeFile(path, Buffer.concat([bytes, bytes.subarray(0, 40)]));
    const { run, warnings } = await readLoadRun(path);
    expect(warnings.map(({ code }) => code)).toEqual(['run-file-torn-tail', 'run-file-torn-status']);
    expect(run.lost).toBeDefined();
  });
});
