import { describe, expect, it } from 'vitest';
import { ServerError } from '../../../src/clickhouse/http/refusals.ts';
import { comparisonsOf } from '../../../src/compare/arms/comparisonsOf.ts';
import type { DigestReading } from '../../../src/model/answer.ts';
import type { RunArm } from '../../../src/model/arm.ts';
import type { GoneArm, RunPlan } from '../../../src/model/run.ts';
import type { Sample } from '../../../src/model/sample.ts';
import type { Evidence } from '../../../src/model/serverFacts.ts';
import type { StopRule } from '../../../src/runner/decisions.ts';
import { measure } from '../../../src/runner/measure.ts';
import type { MeasureInput } from '../../../src/runner/measureInput.ts';
import type { Target } from '../../../src/runner/target.ts';
import { type FakeOptions, fakeServices, type Script } from '../../support/fakeServices.ts';
import { testIo } from '../../support/testIo.ts';
import { anArm, anArmCase, aPlan } from '../compare/builders.ts';

const arms = ['baseline', 'candidate', 'candidate2'] as const;
const caseIds = ['a', 'b'];
const selfCheck = { count: 1, pool: [{ caseId: 'a (self-check)', of: 'a' }] };
const plan: RunPlan<RunArm> = { ...aPlan({ caseIds, warmups: 0, selfCheck }), arms };
const cases = caseIds.flatMap((caseId) => arms.map((arm) => ({ ...anArmCase({ caseId, name: caseId }), arm })));

/** Blocks of each case until the baseline has had so many. */
const rounds = 6;
const rule: StopRule = {
  screening: (samples) =>
    [...caseIds, 'a (self-check)'].filter(
      (id) => samples.filter((one) => one.caseId === id && one.arm === 'baseline').length < rounds,
    ),
  confirmation: () => ({ open: [], roundsPerSession: 0, looksLeft: 0 }),
};

/** Targets of arms may be unlike the others; those that are given for two arms are one server. */
async function run(
  fake: FakeOptions,
  unlike: Partial<Record<RunArm, Partial<Target>>> = {},
  changes: Partial<MeasureInput> = {},
) {
  const bench = await fakeServices(fake).openBench(
    {
      arms: arms.map((arm) => ({
        arm,
        target: { kind: 'embedded', name: `server of ${arm}`, nodes: 1 } as const,
        workload: { name: 'w', description: '', folder: '', cases: [], setup: [], requiredTags: [] },
        settings: {},
      })),
      ...{ concurrency: 1, setup: false, say: () => {}, signal: new AbortController().signal },
    },
    testIo('.'),
  );
  const targets = Object.fromEntries(
    arms.flatMap((arm) => {
      const own = bench.targets[arm];
      return own === undefined ? [] : [[arm, { ...own, ...unlike[arm] }] as const];
    }),
  );
  const samples: Sample<RunArm>[] = [];
  const evidence = new Map<number, Evidence>();
  const digests: DigestReading<RunArm>[] = [];
  const gone: GoneArm[] = [];
  const status = await measure({
    ...{ runId: 'r', plan, cases, executor: bench.executor, targets, rule },
    recorder: {
      sample: (one) => samples.push(one),
      evidence: (seq, one) => evidence.set(seq, one),
      digest: (one) => digests.push(one),
      gone: (one) => gone.push(one),
      ...{ explanation: () => {}, rowDifference: () => {}, state: () => {}, tablesRead: () => {}, notice: () => {} },
    },
    progress: { phase: () => {}, remaining: () => {}, step: () => {}, say: () => {} },
    clock: { monotonic: () => 0, wall: () => 0 },
    signal: new AbortController().signal,
    before: { samples: [], digests: [] },
    ...changes,
  });
  const whole = {
    ...{ id: 'r', startedAt: 0, plan, cases, samples, digests, notices: [], status },
    arms: arms.map((arm) => ({ ...anArm('baseline'), arm })),
    ...(gone.length === 0 ? {} : { gone }),
  };
  const counts = (arm: RunArm, id = 'a') => samples.filter((one) => one.arm === arm && one.caseId === id).length;
  return { status, samples, gone, counts, comparisons: comparisonsOf(whole).map((one) => one.run) };
}

const lost = { kind: 'failed', clientMs: 1, code: null, message: 'socket hang up' } as const;
const dead: Partial<Target> = { isAlive: async () => false };
/** Breaks the connection of these arms from an execution on. */
const breaks =
  (...of: readonly RunArm[]): Script =>
  (_id, arm, execution) =>
    of.some((one) => one === arm) && execution >= 2 ? { outcome: lost } : {};
const reasonOf = (arm: RunArm) => `server of ${arm} stopped answering: socket hang up`;

describe('of three arms', () => {
  it('one that stops answering leaves the others to be measured to the end', async () => {
    const { status, gone, counts, comparisons } = await run({ script: breaks('candidate2') }, { candidate2: dead });
    expect(status).toEqual({ kind: 'complete' });
    expect(gone).toEqual([{ arm: 'candidate2', reason: reasonOf('candidate2') }]);
    for (const id of caseIds) expect([counts('baseline', id), counts('candidate', id)]).toEqual([rounds, rounds]);
    expect(counts('candidate2')).toBe(3);
    expect(comparisons.map((one) => one.status)).toEqual([
      { kind: 'complete' },
      { kind: 'incomplete', reason: reasonOf('candidate2') },
    ]);
  });

  it('the first candidate that goes leaves two that alternate, and their self-check', async () => {
    const { status, gone, samples, comparisons } = await run({ script: breaks('candidate') }, { candidate: dead });
    expect(status).toEqual({ kind: 'complete' });
    expect(gone).toEqual([{ arm: 'candidate', reason: reasonOf('candidate') }]);
    const later = samples.filter(({ caseId, round }) => caseId === 'b' && round > 2);
    expect(new Set(later.map(({ arm }) => arm))).toEqual(new Set(['baseline', 'candidate2']));
    const places = later.filter(({ arm }) => arm === 'baseline').map(({ position }) => position);
    expect(places).toHaveLength(3);
    expect(places[1]).not.toBe(places[0]);
    expect(places[2]).toBe(places[0]);
    const checks = comparisons[1]?.samples.filter(({ caseId }) => caseId === 'a (self-check)') ?? [];
    expect(checks.filter(({ arm }) => arm === 'candidate')).toHaveLength(rounds);
    expect(checks.filter(({ arm }) => arm === 'baseline')).toHaveLength(rounds);
    expect(comparisons.map((one) => one.status.kind)).toEqual(['incomplete', 'complete']);
  });

  it('the baseline that goes ends the run, and so does the last candidate', async () => {
    const first = await run({ script: breaks('baseline') }, { baseline: dead });
    expect(first).toMatchObject({ status: { kind: 'incomplete', reason: reasonOf('baseline') }, gone: [] });
    expect(first.comparisons.map((one) => one.status.kind)).toEqual(['incomplete', 'incomplete']);
    const both = await run({ script: breaks('candidate', 'candidate2') }, { candidate: dead, candidate2: dead });
    expect(both.status.kind).toBe('incomplete');
    expect(both.gone).toHaveLength(1);
    expect(both.comparisons.map((one) => one.status.kind)).toEqual(['incomplete', 'incomplete']);
  });

  it('one goes that refuses everything, whose log cannot be read, or that lost a node', async () => {
    const refused = { kind: 'failed', clientMs: 1, code: 201, message: 'Quota has been exceeded' } as const;
    const script: Script = (_id, arm, execution) => (arm === 'candidate2' && execution > 1 ? { outcome: refused } : {});
    const collect: Target['collect'] = () => Promise.reject(new ServerError(201, 'Quota has been exceeded'));
    for (const [ran, why] of [
      [await run({ script }), /quota is used up/],
      [await run({}, { candidate2: { collect } }), /quota is used up/],
      [await run({}, { candidate2: { lost: () => 'the server ended' } }), /^server of candidate2: the server ended$/],
    ] as const) {
      expect(ran.status).toEqual({ kind: 'complete' });
      expect(ran.gone).toEqual([{ arm: 'candidate2', reason: expect.stringMatching(why) }]);
      expect(ran.counts('candidate')).toBe(rounds);
      expect(ran.comparisons.map((one) => one.status.kind)).toEqual(['complete', 'incomplete']);
    }
  });

  it('one that went before an interruption is neither measured nor recorded again', async () => {
    const before = { samples: [], digests: [], gone: [{ arm: 'candidate', reason: 'it went' }] } as const;
    const { status, gone, counts } = await run({}, {}, { before });
    expect([status, gone]).toEqual([{ kind: 'complete' }, []]);
    expect([counts('baseline'), counts('candidate'), counts('candidate2')]).toEqual([rounds, 0, rounds]);
  });

  it('a query that breaks its connection costs no living server its arm', async () => {
    const { status, gone, counts } = await run({ script: breaks('candidate2') });
    expect([status, gone]).toEqual([{ kind: 'complete' }, []]);
    expect(counts('candidate2')).toBe(rounds);
  });
});
