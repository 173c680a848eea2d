import { describe, expect, it } from 'vitest';
import { ServerError } from '../../../src/clickhouse/http/refusals.ts';
import type { DigestReading } from '../../../src/model/answer.ts';
import type { ArmCase, RunArm } from '../../../src/model/arm.ts';
import { currentDesign } from '../../../src/model/design.ts';
import type { Notice } from '../../../src/model/notice.ts';
import type { Recorder, RunPlan } from '../../../src/model/run.ts';
import type { Sample } from '../../../src/model/sample.ts';
import type { Evidence } from '../../../src/model/serverFacts.ts';
import type { Clock } from '../../../src/runner/clock.ts';
import { fixedRounds, type StopRule } from '../../../src/runner/decisions.ts';
import { measure } from '../../../src/runner/measure.ts';
import type { Progress } from '../../../src/runner/measureInput.ts';
import { orderRound } from '../../../src/runner/order.ts';
import type { Target } from '../../../src/runner/target.ts';
import { type FakeOptions, fakeServices, type Script } from '../../support/fakeServices.ts';
import { testIo } from '../../support/testIo.ts';

const plan: RunPlan = {
  seed: 7,
  arms: ['baseline', 'candidate'],
  caseIds: ['a', 'b', 'c'],
  screeningSessions: 1,
  confirmationSessions: 2,
  minPairs: 3,
  maxPairs: 6,
  warmups: 1,
  concurrency: 1,
  timeoutMs: 1000,
  design: currentDesign,
  mode: { kind: 'paired' },
  margin: 0.05,
};

const cases: readonly ArmCase[] = plan.caseIds.flatMap((caseId) =>
  plan.arms.map((arm) => ({
    ...{ caseId, arm, name: caseId, description: '', sql: `SELECT '${caseId}'`, params: {}, settings: {} },
    ...{ tags: { team: 1 }, weight: 1, place: 'a.sql:1:1' },
  })),
);

const silent: Progress = { phase: () => {}, remaining: () => {}, step: () => {}, say: () => {} };

interface Recorded {
  readonly samples: Sample<RunArm>[];
  readonly evidence: Map<number, Evidence>;
  readonly digests: DigestReading<RunArm>[];
  readonly notices: Notice[];
}

function recorder(into: Recorded): Recorder {
  return {
    sample: (one) => into.samples.push(one),
    evidence: (seq, one) => into.evidence.set(seq, one),
    digest: (one) => into.digests.push(one),
    explanation: () => {},
    ...{ rowDifference: () => {}, state: () => {}, tablesRead: () => {} },
    notice: (one) => into.notices.push(one),
    gone: () => {},
  };
}

/** `elsewhere` is where the candidate runs; absent, both arms share one server. */
async function run(
  fake: FakeOptions,
  rule: StopRule,
  changes: Partial<Parameters<typeof measure>[0]> = {},
  elsewhere?: Partial<Target>,
) {
  const services = fakeServices(fake);
  const arms = plan.arms.map((arm) => ({
    arm,
    target: { kind: 'embedded', name: 'embedded', nodes: 1 } as const,
    workload: { name: 'w', description: '', folder: '', cases: [], setup: [], requiredTags: [] },
    settings: {},
  }));
  const request = { arms, concurrency: 1, setup: false, say: () => {}, signal: new AbortController().signal };
  const bench = await services.openBench(request, testIo('.'));
  const own = bench.targets.baseline;
  const targets = elsewhere === undefined || own === undefined ? {} : { candidate: { ...own, ...elsewhere } };
  const recorded: Recorded = { samples: [], evidence: new Map(), digests: [], notices: [] };
  const status = await measure({
    ...{
      runId: 'r',
      plan,
      cases,
      ...bench,
      targets: { ...bench.targets, ...targets },
      rule,
      recorder: recorder(recorded),
      progress: silent,
    },
    ...{
      clock: { monotonic: () => 0, wall: () => 0 },
      signal: new AbortController().signal,
      before: { samples: [], digests: [] },
    },
    ...changes,
  });
  return { status, recorded, requests: services.requests };
}

/** A clock that goes on by 100 ms each time it is read, while the wall clock is set as `wall` says. */
function ticking(wall: () => number = () => 0): Clock {
  let time = 0;
  return { monotonic: () => (time += 100), wall };
}

const threeRounds = fixedRounds(plan.caseIds, 6);

describe('a round', () => {
  it('holds every open case once, with both arms', () => {
    const round = orderRound(plan, 0, 0, plan.caseIds, () => 0);
    expect(round.map((pair) => pair.caseId).sort()).toEqual(['a', 'b', 'c']);
    for (const pair of round) expect([...pair.arms].sort()).toEqual(['baseline', 'candidate']);
  });

  it('alternates the order of the arms from pair to pair of a case', () => {
    const first = (pairs: number) => orderRound(plan, 0, pairs, ['a'], () => pairs)[0]?.arms[0];
    expect(first(0)).not.toBe(first(1));
    expect(first(0)).toBe(first(2));
  });

  it('is the same for the same seed and another for another', () => {
    const ids = Array.from({ length: 30 }, (_, index) => `case${index}`);
    const order = (seed: number) => orderRound({ ...plan, seed }, 1, 2, ids, () => 0).map((pair) => pair.caseId);
    expect(order(1)).toEqual(order(1));
    expect(order(1)).not.toEqual(order(2));
  });
});

describe('measuring', () => {
  it('runs the halves of a pair back to back and records each with its evidence', async () => {
    const { status, recorded } = await run({}, threeRounds);
    expect(status).toEqual({ kind: 'complete' });
    expect(recorded.samples).toHaveLength(18);
    for (let index = 0; index < recorded.samples.length; index += 2) {
      const [one, other] = recorded.samples.slice(index, index + 2);
      expect(one?.caseId).toBe(other?.caseId);
      expect([one?.position, other?.position]).toEqual([0, 1]);
    }
    expect(recorded.evidence.size).toBe(18);
    expect(recorded.samples.map((one) => one.seq)).toEqual([...Array(18).keys()]);
  });

  it('tries what only the candidate has, before it measures, and once over all goes', async () => {
    const fresh = { ...cases[1]!, caseId: 'fresh', name: 'fresh' };
    const removed = { ...cases[0]!, caseId: 'removed', name: 'removed' };
    const first = await run({}, threeRounds, { cases: [...cases, fresh, removed] });
    const tried = first.recorded.samples.slice(0, 3);
    expect(tried.map((one) => [one.caseId, one.arm, one.round])).toEqual(
      [0, 1, 2].map((n) => ['fresh', 'candidate', n]),
    );
    expect(tried.every((one) => first.recorded.evidence.has(one.seq))).toBe(true);
    expect(first.recorded.samples.filter((one) => one.caseId === 'removed')).toEqual([]);
    const before = { samples: tried, digests: [] };
    const again = await run({}, threeRounds, { cases: [...cases, fresh], before });
    expect(again.recorded.samples.filter((one) => one.caseId === 'fresh')).toEqual([]);
  });

  describe('where no case can be decided before some rounds', () => {
    const six: StopRule = { ...threeRounds, roundsToLook: () => 3 };
    /** How many executions each reading of the candidate's log is for. */
    async function readings(fake: FakeOptions, changes: Partial<Parameters<typeof measure>[0]> = {}, rule = six) {
      const sizes: number[] = [];
      const collect: Target['collect'] = async (ids) => {
        sizes.push(ids.length);
        return new Map(ids.map((id) => [id, { kind: 'missing', cause: 'unknown', detail: '' }]));
      };
      const ran = await run(fake, rule, changes, { collect });
      return { ...ran, sizes };
    }

    it('reads the log once for all of them, and alternates the order within', async () => {
      const { recorded, sizes } = await readings({});
      expect(sizes).toEqual([9]);
      expect(recorded.samples).toHaveLength(18);
      expect([...new Set(recorded.samples.map((one) => one.round))]).toEqual([0, 1, 2]);
      const a = recorded.samples.filter((one) => one.caseId === 'a' && one.arm === 'baseline');
      expect(a.map((one) => one.position)).toSatisfy(([x, y, z]: number[]) => x !== y && y !== z);
    });

    it('reads it after each round without such a rule, and where rounds take long', async () => {
      expect((await readings({}, {}, threeRounds)).sizes).toEqual([3, 3, 3]);
      let time = 0;
      const clock = { monotonic: () => (time += 600), wall: () => 0 };
      expect((await readings({}, { clock })).sizes).toEqual([3, 3, 3]);
    });

    it('reads it at once where an execution goes wrong', async () => {
      const outcome = { kind: 'failed', clientMs: 1, code: 1, message: 'no' } as const;
      const fails: Script = (id, arm, execution) =>
        id === 'b' && arm === 'candidate' && execution === 1 ? { outcome } : {};
      expect((await readings({ script: fails })).sizes[0]).toBeLessThan(9);
    });

    it('reads what was executed before an interruption', async () => {
      const abort = new AbortController();
      let phase = '';
      const progress: Progress = {
        ...silent,
        phase: (name) => {
          phase = name;
        },
        step: (id) => {
          if (phase === 'measuring' && id === 'c') abort.abort();
        },
      };
      const { status, recorded, sizes } = await readings({}, { signal: abort.signal, progress });
      expect(status).toEqual({ kind: 'interrupted' });
      const candidates = recorded.samples.filter((one) => one.arm === 'candidate').length;
      expect(candidates).toBeGreaterThan(0);
      expect(sizes).toEqual([candidates]);
    });
  });

  it('reads each result twice in each arm', async () => {
    const { recorded } = await run({}, threeRounds);
    expect(recorded.digests.filter((one) => one.caseId === 'a').map((one) => [one.arm, one.attempt])).toEqual([
      ['baseline', 0],
      ['candidate', 0],
      ['baseline', 1],
      ['candidate', 1],
    ]);
  });

  it('marks every execution with run, case, arm and the tags of its case', async () => {
    const { requests } = await run({}, threeRounds);
    const comment = JSON.parse(requests[0]?.logComment ?? '');
    expect(comment).toMatchObject({ team: 1, hogbench: { run: 'r', purpose: 'warmup' } });
    expect(new Set(requests.map((one) => one.queryId)).size).toBe(requests.length);
  });

  it('opens fresh sessions to confirm, and asks again after each look', async () => {
    const looks = [3, 2];
    const rule: StopRule = {
      screening: (samples) => (samples.length < 6 ? plan.caseIds : []),
      confirmation: () => {
        const looksLeft = looks.length;
        const roundsPerSession = looks.shift();
        const open = roundsPerSession === undefined ? [] : ['b'];
        return { open, roundsPerSession: roundsPerSession ?? 0, looksLeft };
      },
    };
    const { recorded } = await run({}, rule);
    const confirming = recorded.samples.filter((one) => one.stage === 'confirmation' && one.arm === 'baseline');
    expect(confirming.map((one) => one.session)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 4, 4]);
    expect(confirming.every((one) => one.caseId === 'b')).toBe(true);
  });

  it('keeps what was measured when interrupted, and goes on from there', async () => {
    const abort = new AbortController();
    const first = await run({ onBatch: (batches) => batches === 4 && abort.abort() }, threeRounds, {
      signal: abort.signal,
    });
    expect(first.status).toEqual({ kind: 'interrupted' });
    expect(first.recorded.samples).toHaveLength(8);
    const samples = first.recorded.samples.map((one) => {
      const evidence = first.recorded.evidence.get(one.seq);
      return evidence === undefined ? one : { ...one, evidence };
    });
    const before = { samples, digests: first.recorded.digests };
    const second = await run({}, threeRounds, { before });
    expect(second.status).toEqual({ kind: 'complete' });
    expect(second.recorded.digests).toEqual([]);
    expect(second.recorded.samples[0]).toMatchObject({ seq: 8, session: 1 });
    const counts = [...samples, ...second.recorded.samples].filter((one) => one.caseId === 'a');
    expect(counts.length).toBeGreaterThanOrEqual(6);
  });

  it('stops as incomplete when the server is gone', async () => {
    const lost = { kind: 'failed', clientMs: 1, code: null, message: 'socket hang up' } as const;
    const { status, recorded } = await run({ script: () => ({ outcome: lost }), alive: () => false }, threeRounds);
    expect(status).toEqual({ kind: 'incomplete', reason: 'embedded stopped answering: socket hang up' });
    expect(recorded.samples.length).toBeGreaterThan(0);
  });

  it.each([0, 0.5, 1])(
    'is incomplete when a node of the server ended at %d of a run, however others answer',
    async (part) => {
      let batches = 0;
      const onBatch = (): void => {
        batches += 1;
      };
      await run({ onBatch }, threeRounds);
      const last = batches;
      batches = 0;
      const lost = () => (batches >= part * last ? 'the server ended' : undefined);
      const { status, recorded } = await run({ onBatch, lost }, threeRounds);
      expect(status).toEqual({ kind: 'incomplete', reason: 'embedded: the server ended' });
      expect(recorded.samples.length > 0).toBe(part > 0);
    },
  );

  const refused = (code: number, message: string) => ({ kind: 'failed', clientMs: 1, code, message }) as const;

  it.each([
    [201, 'Quota for user `u` has been exceeded', /^the user's quota is used up: Quota/],
    [516, 'Authentication failed', /^the server does not let the user in any more/],
    [241, '(total) memory limit exceeded', /^the server as a whole is out of memory/],
  ])(
    'ends as incomplete, and calls no case failed, when the server refuses all with code %s',
    async (code, message, why) => {
      let executions = 0;
      const script: Script = (_id, _arm, n) => (n >= 0 && ++executions > 10 ? { outcome: refused(code, message) } : {});
      const { status, recorded } = await run({ script }, threeRounds);
      expect(status).toEqual({ kind: 'incomplete', reason: expect.stringMatching(why) });
      expect(recorded.samples.length).toBeGreaterThan(0);
      expect(recorded.samples.every((one) => one.outcome.kind === 'completed')).toBe(true);
      expect(recorded.evidence.size).toBe(recorded.samples.length);
    },
  );

  it('calls the case failed when another server refuses its user, and ours takes our question', async () => {
    const outcome = refused(516, 'Received from elsewhere: Authentication failed');
    const taken = { script: ((id) => (id === 'a' ? { outcome } : {})) as Script, takesQuestions: () => true };
    const { status, recorded } = await run(taken, threeRounds);
    expect(status).toEqual({ kind: 'complete' });
    expect(recorded.samples.filter((one) => one.outcome.kind === 'failed').map((one) => one.caseId)).toContain('a');
  });

  it('ends as incomplete when nothing that the server tells can be', async () => {
    const odd = { kind: 'missing', cause: 'implausible', detail: 'a server time of -5 µs' } as const;
    const collect: Target['collect'] = async (ids) => new Map(ids.map((id) => [id, odd]));
    const { status, recorded } = await run({}, threeRounds, {}, { collect });
    expect(status).toEqual({ kind: 'incomplete', reason: expect.stringContaining('a server time of -5 µs') });
    expect(recorded.samples).toHaveLength(6);
  });

  it('goes on when the memory of one query alone is used up', async () => {
    const outcome = refused(241, 'Query memory limit exceeded');
    const { status } = await run({ script: (id) => (id === 'a' ? { outcome } : {}) }, threeRounds);
    expect(status).toEqual({ kind: 'complete' });
  });

  it('waits for a server that is busy, executes anew, and ends when it stays so', async () => {
    const busy = refused(202, 'Too many simultaneous queries');
    const waited: number[] = [];
    const pause = async (ms: number) => void waited.push(ms);
    let refusals = 0;
    const script: Script = (id, arm, n) =>
      n > plan.warmups && id === 'a' && arm === 'candidate' && refusals++ < 2 ? { outcome: busy } : {};
    const { status, recorded } = await run({ script }, threeRounds, { pause });
    expect(status).toEqual({ kind: 'complete' });
    expect(recorded.samples).toHaveLength(18);
    expect(waited).toEqual([1000, 3000]);
    expect(new Set(recorded.samples.map((one) => one.queryId)).size).toBe(18);
    const never = await run({ script: (_id, _arm, n) => (n > 2 ? { outcome: busy } : {}) }, threeRounds, { pause });
    expect(never.status).toMatchObject({ kind: 'incomplete', reason: expect.stringContaining('as many queries') });
  });

  it('ends as incomplete when reading the log is refused for such a reason', async () => {
    const collect: Target['collect'] = () => Promise.reject(new ServerError(201, 'Quota has been exceeded'));
    const { status, recorded } = await run({}, threeRounds, {}, { collect });
    expect(status).toMatchObject({ kind: 'incomplete', reason: expect.stringContaining('quota') });
    expect([...recorded.evidence.keys()].length).toBeLessThan(recorded.samples.length);
  });

  it('loses one check of a result, not the run, when the check fails on a living server', async () => {
    const { status, recorded } = await run({ script: (id) => (id === 'a' ? { digestFails: '504' } : {}) }, threeRounds);
    expect(status).toEqual({ kind: 'complete' });
    expect(recorded.digests.find((one) => one.caseId === 'a')?.digest).toEqual({ kind: 'unavailable', reason: '504' });
    expect(recorded.samples).toHaveLength(18);
  });

  it('goes on when one query alone breaks its connection', async () => {
    const lost = { kind: 'failed', clientMs: 1, code: null, message: 'socket hang up' } as const;
    const { status } = await run({ script: (id) => (id === 'a' ? { outcome: lost } : {}) }, threeRounds);
    expect(status).toEqual({ kind: 'complete' });
  });

  describe('with a budget, and a suspicion that needs much of it', () => {
    /** A pair takes a second, of the measured ones. */
    async function measured(looksLeft: number, budgetMs = 60_000) {
      let time = 0;
      const fake: FakeOptions = {
        script: () => ({ ms: 499 }),
        onBatch: () => {
          time += 1000;
        },
      };
      const stage = (wanted: Sample['stage']) => (samples: readonly Sample<RunArm>[]) =>
        samples.filter((one) => one.stage === wanted && one.arm === 'baseline').length;
      const rule: StopRule = {
        screening: () => plan.caseIds,
        confirmation: (samples) => {
          const left = looksLeft - stage('confirmation')(samples) / 2;
          return { open: left > 0 ? ['b'] : [], roundsPerSession: 1, looksLeft: Math.max(0, left) };
        },
      };
      const changes = { plan: { ...plan, budgetMs }, clock: { monotonic: () => time, wall: () => 0 } };
      const { recorded, status } = await run(fake, rule, changes);
      const pairs = stage('screening')(recorded.samples);
      return { status, pairs, fresh: stage('confirmation')(recorded.samples), notices: recorded.notices, time };
    }

    it('ends the first stage as soon as another round would leave it too little', async () => {
      const [none, some, many] = [await measured(0), await measured(3), await measured(14)];
      expect([none, some, many].map((one) => one.fresh)).toEqual([0, 6, 28]);
      expect(none.pairs).toBe(some.pairs);
      expect(many.pairs).toBeLessThan(some.pairs);
      for (const one of [none, some, many]) {
        expect(one.status).toEqual({ kind: 'complete' });
        expect(one.notices.map(({ code }) => code)).toContain('budget-spent');
        expect(one.time).toBeLessThanOrEqual(60_000);
      }
    });

    it('gives the first stage its 40% however much is suspected, and each case its first look', async () => {
      const endless = await measured(1000);
      expect(endless.pairs).toBeGreaterThanOrEqual(3 * plan.minPairs);
      const short = await measured(1000, 25_000);
      expect(short.pairs).toBeGreaterThanOrEqual(3 * plan.minPairs);
    });
  });

  it('stops at its budget, says so, and spends most of it on measuring', async () => {
    const { recorded, status } = await run({}, threeRounds, { plan: { ...plan, budgetMs: 3000 }, clock: ticking() });
    expect(status).toEqual({ kind: 'complete' });
    expect(recorded.samples.length).toBeGreaterThan(0);
    expect(recorded.samples.length).toBeLessThan(18);
    expect(recorded.notices.map((one) => one.code)).toEqual(['results-unchecked', 'budget-spent']);
  });

  it('ends on time though the wall clock is set back by an hour in the middle', async () => {
    let wall = 1_767_225_600_000;
    const onBatch = (batches: number): void => {
      if (batches === 3) wall -= 3_600_000;
    };
    const changes = { plan: { ...plan, budgetMs: 3000 }, clock: ticking(() => wall) };
    const { status, recorded } = await run({ onBatch }, threeRounds, changes);
    expect(status).toEqual({ kind: 'complete' });
    expect(recorded.samples.length).toBeGreaterThan(3);
    expect(recorded.samples.length).toBeLessThan(18);
    expect(recorded.notices.map((one) => one.code)).toContain('budget-spent');
  });

  it('tells when executions started on a scale that grows, whatever becomes of the wall clock', async () => {
    let wall = 1_767_225_600_000;
    const clock = { monotonic: () => 0, wall: () => wall };
    const { recorded } = await run({ onBatch: () => (wall -= 3_600_000) }, threeRounds, { clock });
    const starts = recorded.samples.map((one) => one.startedAt);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(starts[0]).toBeGreaterThan(1_767_225_600_000);
  });

  it('stops when one arm alone may not read its log', async () => {
    const evidence = { kind: 'missing', cause: 'not-permitted', detail: 'no grant' } as const;
    const { status } = await run({ script: (_, arm) => (arm === 'candidate' ? { evidence } : {}) }, threeRounds);
    expect(status).toMatchObject({ kind: 'incomplete', reason: expect.stringContaining('no grant') });
  });

  it('runs a self-check on the baseline alone, and reads its evidence there', async () => {
    const selfCheck = { count: 1, pool: [{ caseId: 'a (self-check)', of: 'a' }] };
    const rule = fixedRounds([...plan.caseIds, 'a (self-check)'], 4);
    const asked: string[][] = [];
    const elsewhere = {
      name: 'candidate',
      collect: async (ids: readonly string[]) => {
        asked.push([...ids]);
        return new Map();
      },
      digest: async () => ({ kind: 'unavailable', reason: 'not here' }) as const,
      rows: async () => ({ kind: 'unavailable', reason: 'not here' }) as const,
      explain: async () => ({ kind: 'unavailable', reason: 'not here' }) as const,
      profile: async () => undefined,
      restart: async () => {},
      isAlive: async () => true,
      takesQuestions: async () => false,
      close: async () => {},
    };
    const { recorded, requests } = await run({}, rule, { plan: { ...plan, selfCheck } }, elsewhere);
    const own = recorded.samples.filter((one) => one.caseId === 'a (self-check)');
    expect(own.map((one) => one.arm).sort()).toEqual(['baseline', 'baseline', 'candidate', 'candidate']);
    expect(own.map((one) => recorded.evidence.get(one.seq)?.kind)).toEqual(Array(4).fill('facts'));
    const ids = new Set(own.map((one) => one.queryId));
    expect(requests.filter((one) => ids.has(one.queryId)).map((one) => [one.sql, one.at ?? one.arm])).toEqual(
      Array(4).fill(["SELECT 'a'", 'baseline']),
    );
    expect(asked.flat().filter((id) => ids.has(id))).toEqual([]);
    expect(recorded.digests.some((one) => one.caseId === 'a (self-check)')).toBe(false);
  });

  it('is not fooled by a self-check about an arm that may not read its log', async () => {
    const selfCheck = { count: 1, pool: [{ caseId: 'a (self-check)', of: 'a' }] };
    const rule = fixedRounds([...plan.caseIds, 'a (self-check)'], 6);
    const evidence = { kind: 'missing', cause: 'not-permitted', detail: 'no grant' } as const;
    const script: FakeOptions['script'] = (id, arm) => (arm === 'candidate' && id.length === 1 ? { evidence } : {});
    const { status } = await run({ script }, rule, { plan: { ...plan, selfCheck } });
    expect(status).toMatchObject({ kind: 'incomplete', reason: expect.stringContaining('no grant') });
  });

  it('reads a result twice for counters alone only where the arms differ', async () => {
    const counters = { ...plan, mode: { kind: 'counters', duet: false }, warmups: 0 } satisfies RunPlan;
    const script: FakeOptions['script'] = (id, arm) => (id === 'b' && arm === 'candidate' ? { checksum: '7' } : {});
    const { recorded, requests } = await run({ script }, threeRounds, { plan: counters });
    const readings = recorded.digests.map((one) => `${one.caseId} ${one.arm} ${one.attempt}`).sort();
    const first = plan.caseIds.flatMap((id) => [`${id} baseline 0`, `${id} candidate 0`]);
    expect(readings).toEqual([...first, 'b baseline 1', 'b candidate 1'].sort());
    expect(requests).toHaveLength(18);
  });

  it('keeps several pairs in flight when asked', async () => {
    const { recorded } = await run({}, threeRounds, { plan: { ...plan, concurrency: 3 } });
    expect(recorded.samples).toHaveLength(18);
  });
});
