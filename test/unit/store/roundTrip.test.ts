import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DigestReading } from '../../../src/model/answer.ts';
import type { RunArm } from '../../../src/model/arm.ts';
import { currentDesign, firstDesign } from '../../../src/model/design.ts';
import type { RowDifference } from '../../../src/model/rowDifference.ts';
import type { RunPlan } from '../../../src/model/run.ts';
import { type Outcome, plausible, type Sample } from '../../../src/model/sample.ts';
import { type Evidence, eventCounts } from '../../../src/model/serverFacts.ts';
import type { StateReading } from '../../../src/model/serverState.ts';
import { readRun } from '../../../src/store/readRun.ts';
import { storedHeader } from '../../../src/store/storedMode.ts';
import { createRunFile, openRunFile } from '../../../src/store/writeRun.ts';
import { byName, evidenceOf, headerOf, sampleOf } from './samples.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hogbench-store-'));
  path = join(folder, 'deep', 'run.jsonl.gz');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const number = fc.oneof(fc.nat(), fc.maxSafeNat(), fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }));
const eventName = fc.string({ unit: 'binary', minLength: 1 }).filter((name) => name !== '__proto__');
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({ kind: fc.constant('completed' as const), clientMs: number }),
  fc.record({
    kind: fc.constant('failed' as const),
    clientMs: number,
    code: fc.option(fc.nat()),
    message: fc.string({ unit: 'binary' }),
  }),
  fc.record({ kind: fc.constant('timedOut' as const), clientMs: number, limitMs: number }),
  fc.record({ kind: fc.constant('skipped' as const), reason: fc.string() }),
);
const evidence: fc.Arbitrary<Evidence> = fc.oneof(
  fc.record({
    kind: fc.constant('facts' as const),
    durationUs: number,
    readRows: number,
    readBytes: number,
    resultRows: number,
    resultBytes: number,
    memoryBytes: number,
    exceptionCode: fc.nat(),
    logRows: fc.integer({ min: 1, max: 1000 }),
    events: fc.dictionary(eventName, number, { noNullPrototype: true }).map(eventCounts),
  }),
  fc.record({ kind: fc.constant('missing' as const), cause: fc.constant('not-flushed' as const), detail: fc.string() }),
);

describe('a run file', () => {
  it('gives back what was written', async () => {
    const entries = fc.array(fc.tuple(outcome, fc.option(evidence, { nil: undefined })), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(entries, fc.nat({ max: 4 }), async (list, flushEvery) => {
        await rm(path, { force: true });
        const samples = list.map(([result], seq): Sample => ({ ...sampleOf(seq), outcome: result }));
        const writer = await createRunFile(path, headerOf());
        for (const [seq, sample] of samples.entries()) {
          writer.sample(sample);
          if (seq % (flushEvery + 1) === flushEvery) void writer.flush();
        }
        for (const [seq, [, found]] of list.entries()) if (found !== undefined) writer.evidence(seq, found);
        await writer.close();

        const { run, warnings } = await readRun(path);
        const expected = samples.map((sample, seq) => {
          const found = list[seq]?.[1];
          return found === undefined
            ? sample
            : { ...sample, evidence: plausible(found, sample.outcome, currentDesign.plausible) };
        });
        expect(run.samples.map(byName)).toEqual(expected.map(byName));
        expect(warnings).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps header, digests, notices and the last status; the last evidence counts', async () => {
    const digest: DigestReading = {
      caseId: 'a',
      arm: 'baseline',
      attempt: 0,
      digest: { kind: 'digest', rows: '1', checksum: '18446744073709551615' },
    };
    const writer = await createRunFile(path, headerOf());
    writer.digest(digest);
    writer.notice({ code: 'x', level: 'note', text: 'X.', caseId: 'a' });
    writer.sample(sampleOf(0));
    writer.evidence(0, { kind: 'missing', cause: 'not-flushed', detail: '' });
    writer.evidence(0, evidenceOf(0));
    writer.status({ kind: 'incomplete', reason: 'budget' });
    writer.status({ kind: 'complete' });
    await writer.close();
    const { run } = await readRun(path);
    expect({ ...run, samples: run.samples.map(byName) }).toEqual({
      ...headerOf(),
      samples: [byName({ ...sampleOf(0), evidence: evidenceOf(0) })],
      digests: [digest],
      notices: [{ code: 'x', level: 'note', text: 'X.', caseId: 'a' }],
      status: { kind: 'complete' },
    });
  });

  it('keeps the stalls that touched a sample', async () => {
    const server = { what: 'server', server: 'embedded', from: 1000, to: 21_000 } as const;
    const clock = { what: 'clock', from: 2000, to: 2250, byMs: -3_600_000 } as const;
    const writer = await createRunFile(path, headerOf());
    writer.sample({ ...sampleOf(0), stalls: [server, clock] });
    writer.sample(sampleOf(1));
    await writer.close();
    const { run, warnings } = await readRun(path);
    expect(warnings).toEqual([]);
    expect(run.samples.map((one) => one.stalls)).toEqual([[server, clock], undefined]);
  });

  it('keeps what was said last of a plan', async () => {
    const unavailable = { kind: 'unavailable', reason: 'gone' } as const;
    const explained = {
      kind: 'explained',
      form: 'json',
      plan: '[{"Plan":{}}]',
      pipeline: null,
      estimate: [{ database: 'a', table: 'b', parts: 1, rows: 2, marks: 3 }],
    } as const;
    const processors = [{ name: 'Source', elapsedUs: 7, inputWaitUs: 0, outputWaitUs: 1 }];
    const writer = await createRunFile(path, headerOf());
    writer.explanation({ caseId: 'a', arm: 'baseline', explanation: unavailable });
    writer.explanation({ caseId: 'a', arm: 'candidate', explanation: unavailable });
    writer.explanation({ caseId: 'a', arm: 'baseline', explanation: explained, processors });
    await writer.close();
    const { run, warnings } = await readRun(path);
    expect(warnings).toEqual([]);
    expect(run.explanations).toEqual([
      { caseId: 'a', arm: 'baseline', explanation: explained, processors },
      { caseId: 'a', arm: 'candidate', explanation: unavailable },
    ]);
  });

  it('keeps what was said last of rows that differ', async () => {
    const arm = { total: 2, read: 2, cutBy: null, only: 1, columns: ['n'], hiddenColumns: 0, rows: [[null]] };
    const difference: RowDifference = {
      ...{ kind: 'compared', display: 'masked', baseline: arm, candidate: { ...arm, rows: [['1']] } },
      ...{ pairs: [{ baseline: 0, candidate: 0, differs: [0] }], columnsThatDiffer: ['n'], typesThatDiffer: [] },
    };
    const writer = await createRunFile(path, headerOf());
    writer.rowDifference({ caseId: 'a', difference: { kind: 'unavailable', reason: 'gone' } });
    writer.rowDifference({ caseId: 'a', difference });
    await writer.close();
    const { run, warnings } = await readRun(path);
    expect(warnings).toEqual([]);
    expect(run.rowDifferences).toEqual([{ caseId: 'a', difference }]);
  });

  it('keeps the state of servers in the order it was read, and the tables that cases read', async () => {
    const work = { table: 'shop.orders', parts: 4, mostParts: 3, rows: 9, bytes: 8, merges: 1, mutations: 0 };
    const state: StateReading = {
      ...{ arms: ['baseline', 'candidate'], session: 0, round: 0, at: 5 },
      state: {
        foreignQueries: 2,
        tables: [{ ...work, replication: { queue: 1, delaySeconds: 2 } }],
        withoutParts: ['shop.view'],
        tablesLeftOut: 1,
        missing: [{ source: 'merges', cause: 'not-permitted', detail: 'no grant' }],
      },
    };
    const writer = await createRunFile(path, headerOf());
    writer.state(state);
    writer.tablesRead({ caseId: 'a', arm: 'candidate', tables: [] });
    writer.tablesRead({ caseId: 'a', arm: 'candidate', tables: ['shop.orders'] });
    writer.state({ ...state, round: 1 });
    await writer.close();
    const { run, warnings } = await readRun(path);
    expect(warnings).toEqual([]);
    expect(run.states).toEqual([state, { ...state, round: 1 }]);
    expect(run.tablesRead).toEqual([{ caseId: 'a', arm: 'candidate', tables: ['shop.orders'] }]);
  });

  it('is one gzip file of whole lines, and is read as plain lines too', async () => {
    const writer = await createRunFile(path, headerOf());
    for (let seq = 0; seq < 3; seq += 1) {
      writer.sample({ ...sampleOf(seq), evidence: evidenceOf(seq) });
      await writer.flush();
    }
    await writer.close();
    const text = gunzipSync(await readFile(path)).toString();
    for (const line of text.trimEnd().split('\n')) expect(JSON.parse(line)).toHaveProperty('kind');
    const plain = join(folder, 'run.jsonl');
    await writeFile(plain, text);
    expect(await readRun(plain)).toEqual(await readRun(path));
  });

  it('is interrupted without a status, and again after it was resumed', async () => {
    const writer = await createRunFile(path, headerOf());
    writer.status({ kind: 'incomplete', reason: 'budget' });
    await writer.close();
    const resumed = await openRunFile(path);
    resumed.sample(sampleOf(0));
    await resumed.close();
    const { run } = await readRun(path);
    expect(run.status).toEqual({ kind: 'interrupted' });
    expect(run.samples).toHaveLength(1);
  });

  it('writes by itself within a second or so, without a flush', async () => {
    const writer = await createRunFile(path, headerOf());
    const before = (await stat(path)).size;
    writer.sample(sampleOf(0));
    await expect.poll(async () => (await stat(path)).size, { timeout: 30_000 }).toBeGreaterThan(before);
    await writer.close();
  });

  it('keeps the order of many flushes that overlap', async () => {
    const writer = await createRunFile(path, headerOf());
    const flushes: Promise<void>[] = [];
    for (let seq = 0; seq < 200; seq += 1) {
      writer.sample({ ...sampleOf(seq), evidence: evidenceOf(seq) });
      flushes.push(writer.flush());
    }
    await Promise.all(flushes);
    await writer.close();
    const { run, warnings } = await readRun(path);
    expect(run.samples.map((sample) => sample.seq)).toEqual(Array.from({ length: 200 }, (_, seq) => seq));
    expect(warnings).toEqual([]);
  });
});

describe('versions', () => {
  const pool = [{ caseId: 'a (self-check)', of: 'a' }];

  it('keeps the self-check of a plan, and that counters alone were asked for', async () => {
    const header = headerOf();
    const plan: RunPlan<RunArm> = {
      ...header.plan,
      selfCheck: { count: 1, pool },
      mode: { kind: 'counters', duet: false },
    };
    await (await createRunFile(path, { ...header, plan })).close();
    expect((await readRun(path)).run.plan).toEqual(plan);
  });

  it('keeps from which revision an arm is, what its author wrote, and how many cases were left out', async () => {
    const header = headerOf();
    const revision = { name: 'main', commit: '1a2b3c4'.padEnd(40, '0'), uncommitted: true };
    const arms = header.arms.map((arm) => ({ ...arm, revision }));
    const cases = header.cases.map((one) => ({ ...one, written: 'SELECT now()' }));
    await (await createRunFile(path, { ...header, arms, cases, identical: 36 })).close();
    expect((await readRun(path)).run).toMatchObject({ arms, cases, identical: 36 });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('reads a file of version %i, and goes on with it', async (schemaVersion) => {
    await mkdir(dirname(path), { recursive: true });
    const first = { kind: 'header', format: 'hogbench-run', schemaVersion, run: storedHeader(headerOf()) };
    await writeFile(path, gzipSync(`${JSON.stringify(first)}\n`));
    const writer = await openRunFile(path);
    writer.sample(sampleOf(0));
    await writer.close();
    const { run, warnings } = await readRun(path);
    expect(warnings).toEqual([]);
    const { plan } = headerOf();
    expect(run.plan).toEqual({ ...plan, design: schemaVersion < 6 ? firstDesign : plan.design });
    expect(run.samples).toHaveLength(1);
  });
});
