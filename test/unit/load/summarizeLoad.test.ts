import { describe, expect, it } from 'vitest';
import { loadVerdict } from '../../../src/load/loadVerdict.ts';
import { type FoundCapacity, summarizeLoad } from '../../../src/load/summarizeLoad.ts';
import type { LoadClass } from '../../../src/model/loadClass.ts';
import type { Capacity, LoadReport } from '../../../src/model/loadReport.ts';
import type { LoadRun, Trial } from '../../../src/model/loadRun.ts';
import { capacityClaim } from '../../../src/report/load/capacityWords.ts';
import { simulatedTrial, simulateQueue } from '../../support/queueSimulation.ts';
import { promising, queueTrial } from './trials.ts';

const classes = promising([{ share: 0.95, mostMs: 100 }]);
const trialAt = (serviceMs: number, seconds = 20): Trial =>
  queueTrial('constant', 10, seconds, { servers: 4, serviceMs: () => serviceMs });

function runOf(trials: readonly Trial[], more: Partial<LoadRun> = {}): LoadRun {
  return {
    id: 'r',
    startedAt: 0,
    command: 'load',
    seed: 1,
    arms: [],
    cases: [],
    classes,
    classOf: {},
    driving: { workers: 1, maxInFlight: 100, timeoutMs: 60_000 },
    sampleSize: 0,
    trials,
    notices: [],
    status: { kind: 'complete' },
    ...more,
  };
}

const verdictOf = (run: LoadRun): LoadReport['verdict'] => summarizeLoad(run).verdict;

it('is kept only where every promise of every trial is proved', () => {
  expect(verdictOf(runOf([trialAt(10)]))).toEqual({ kind: 'kept', reasons: [] });
  expect(verdictOf(runOf([trialAt(10), trialAt(10, 4)])).kind).toBe('undecided');
});

it('says which promise is missed, and of which trial', () => {
  expect(verdictOf(runOf([trialAt(150)]))).toEqual({
    kind: 'missed',
    reasons: ['a misses p95 within 100 ms: 100% took longer or failed, 5% may'],
  });
  expect(verdictOf(runOf([trialAt(10), { ...trialAt(150), plan: { ...trialAt(150).plan, id: 1 } }])).reasons).toEqual([
    'trial 2: a misses p95 within 100 ms: 100% took longer or failed, 5% may',
  ]);
});

it.each([
  ['lost records', { lost: 'a part of the file is lost' }, 'a part of the file is lost'],
  ['an interrupted run', { status: { kind: 'interrupted' } }, 'the run was interrupted'],
  ['a run cut short', { status: { kind: 'incomplete', reason: 'the disk is full' } }, 'the disk is full'],
  ['a part of the load', { shard: { index: 1, of: 2 } }, 'this is part 1 of 2: merge judges them together'],
  ['no trial', { trials: [] }, 'no load was sent'],
  ['a search that found nothing', { command: 'capacity' }, 'no capacity was found'],
] as const)('%s is incomplete', (_, more, reason) => {
  expect(verdictOf(runOf([trialAt(10)], more))).toEqual({ kind: 'incomplete', reasons: [reason] });
});

it('a fault in any trial makes the run invalid, and says what to do', () => {
  const { end, ...without } = trialAt(10);
  expect(end?.ended.kind).toBe('complete');
  expect(verdictOf(runOf([trialAt(10), without]))).toEqual({
    kind: 'invalid',
    reasons: ['trial 1: its end was not recorded; run it again'],
  });
});

it('answers out of the query cache are a caution, with their share', () => {
  const arrivals = Array.from({ length: 220 }, (_, i) => ({ of: 'a', at: i * 100 }));
  const sampled = simulatedTrial(
    trialAt(10).plan,
    simulateQueue({ servers: 4, serviceMs: () => 10, arrivals }),
    (_, seq) => seq % 10 === 0,
  );
  const facts = {
    ...{ serverUs: 1, cpuUs: 1, slotWaitUs: 0, threadWaitUs: 0, coreWaitUs: 0 },
    ...{ readBytes: 0, memoryBytes: 0, exceptionCode: 0 },
  };
  const told = (isCached: (seq: number) => boolean): LoadRun =>
    runOf([
      {
        ...sampled,
        requests: sampled.requests.map((one) => ({
          ...one,
          evidence: { kind: 'facts', facts: isCached(one.seq) ? { ...facts, cached: true } : facts },
        })),
      },
    ]);
  expect(summarizeLoad(told(() => false)).notices).toEqual([]);
  expect(summarizeLoad(told((seq) => seq >= 110)).notices).toMatchObject([
    {
      code: 'query-cache',
      level: 'caution',
      text: expect.stringMatching(/^the query cache answered 11 of 22 sampled answers \(50%\), all of a: /),
    },
  ]);
});

it('where nothing is promised, nothing is judged', () => {
  const silent: readonly LoadClass[] = [{ name: 'a', match: {}, settings: {} }];
  expect(verdictOf(runOf([trialAt(10)], { classes: silent })).kind).toBe('told');
});

it('where nothing is promised and every request of a class failed, it is undecided', () => {
  const silent: readonly LoadClass[] = [{ name: 'a', match: {}, settings: {} }];
  const trial = trialAt(10);
  const failing = {
    ...trial,
    tallies: trial.tallies.map((tally) => ({
      ...tally,
      outcomes: { 'UNKNOWN_TABLE (60)': tally.offered },
      latency: [],
      failedAfter: tally.latency,
    })),
  };
  expect(verdictOf(runOf([failing], { classes: silent }))).toEqual({
    kind: 'undecided',
    reasons: ['nothing is promised of a, and all 200 of its requests failed: UNKNOWN_TABLE (60)'],
  });
});

it('where every class is there to disturb, it is undecided', () => {
  const trial = trialAt(10);
  const offered = trial.plan.offered.map((one) => ({ ...one, background: true }));
  expect(verdictOf(runOf([{ ...trial, plan: { ...trial.plan, offered } }]))).toEqual({
    kind: 'undecided',
    reasons: ['every class is there to disturb, and none is judged'],
  });
});

it('requests that were kept and not counted are a file that somebody changed', () => {
  const trial = trialAt(10);
  const sampled = simulatedTrial(
    trial.plan,
    simulateQueue({
      servers: 4,
      serviceMs: () => 10,
      arrivals: Array.from({ length: 220 }, (_, i) => ({ of: 'a', at: i * 100 })),
    }),
    (_, seq) => seq % 7 === 0,
  );
  const waits = { slotWaitUs: 0, threadWaitUs: 0, coreWaitUs: 0 };
  const facts = { ...waits, serverUs: 10_000, cpuUs: 5000, readBytes: 0, memoryBytes: 0, exceptionCode: 0 };
  const all: Trial = {
    ...sampled,
    requests: sampled.requests.map((one) => ({ ...one, evidence: { kind: 'facts', facts } })),
  };
  expect(verdictOf(runOf([all])).kind).toBe('kept');
  const slower = all.requests.map((one) => (one.seq === 70 ? { ...one, done: one.done + 900 } : one));
  const failed = all.requests.map((one) =>
    one.seq === 70 ? { ...one, outcome: { kind: 'timedOut', limitMs: 1 } as const } : one,
  );
  for (const requests of [slower, failed])
    expect(verdictOf(runOf([{ ...all, requests }]))).toEqual({
      kind: 'incomplete',
      reasons: ['The tallies of trial 1 do not agree with the requests that were kept: request 70 is not counted.'],
    });
});

const capacity: Capacity = {
  arm: 'baseline',
  rate: 40,
  low: 38,
  high: 42,
  probes: [],
  faults: [],
  sustained: { trial: 3, rate: 38, verdict: 'kept' },
};

it.each([
  ['kept', {}],
  ['undecided', { sustained: { trial: 3, rate: 38, verdict: 'undecided' } }],
  ['undecided', { sustained: { trial: 3, rate: 38, verdict: 'missed' } }],
  ['missed', { rate: 0, low: 0 }],
  ['invalid', { faults: [{ kind: 'lag', what: 'late', fix: 'more workers' }] }],
] as const)('a capacity is %s by what held', (kind, change) => {
  const found = () => ({ capacity: [{ ...capacity, ...change } as Capacity] });
  const report = summarizeLoad(runOf([trialAt(10)], { command: 'capacity' }), found);
  expect(report.verdict.kind).toBe(kind);
  expect(report.capacity).toHaveLength(1);
});

it('a capacity that was never held is undecided', () => {
  const { sustained: _, ...never } = capacity;
  const report = summarizeLoad(runOf([trialAt(10)], { command: 'capacity' }), () => ({ capacity: [never] }));
  expect(loadVerdict(report).kind).toBe('undecided');
});

it('a cell in which most requests are refused has no percentile and no ratio, however fast the others are', () => {
  const cell = (id: number, beside: readonly string[], mostWaiting: number): Trial => {
    const trial = queueTrial('constant', 10, 20, { servers: 1, serviceMs: () => 250, mostWaiting });
    return {
      ...trial,
      plan: { ...trial.plan, id, purpose: { kind: 'cell', measured: 'a', beside, scheduling: false } },
    };
  };
  const alone: Trial = { ...trialAt(250), plan: { ...cell(0, [], 0).plan } };
  const { matrix, trials } = summarizeLoad(runOf([alone, cell(1, ['b'], 0)], { command: 'matrix' }));
  const answered = trials[1]?.classes[0]?.percentiles.find(({ share }) => share === 0.95);
  expect(answered?.ms).toBeLessThan(260);
  expect(matrix?.[0]?.percentile?.ms).toBeLessThan(260);
  expect(matrix?.[1]).toEqual({ trial: 1, measured: 'a', beside: ['b'], scheduling: false, verdict: 'missed' });
});

it('cells of a matrix are held against the class alone under the same scheduling', () => {
  const cell = (id: number, serviceMs: number, beside: readonly string[], scheduling: boolean): Trial => {
    const trial = trialAt(serviceMs);
    return { ...trial, plan: { ...trial.plan, id, purpose: { kind: 'cell', measured: 'a', beside, scheduling } } };
  };
  const cells = [cell(0, 10, [], true), cell(1, 40, ['b'], true), cell(2, 20, [], false), cell(3, 200, ['b'], false)];
  const { matrix } = summarizeLoad(runOf(cells, { command: 'matrix' }));
  expect(
    matrix?.map(({ toAlone, verdict }) => [toAlone === undefined ? toAlone : Math.round(toAlone), verdict]),
  ).toEqual([
    [undefined, 'kept'],
    [4, 'kept'],
    [undefined, 'kept'],
    [10, 'missed'],
  ]);
});

describe('a load that was not as meant', () => {
  const notices = [{ code: 'workload-unknown', level: 'caution', text: 'no definition of `online`' }] as const;
  const ofCell = (id: number, beside: readonly string[]): Trial => {
    const trial = trialAt(10);
    return {
      ...trial,
      plan: { ...trial.plan, id, purpose: { kind: 'cell', measured: 'a', beside, scheduling: true } },
    };
  };
  const probe = { trial: 2, rate: 30, nearest: 'a', margin: { value: 0, low: 0, high: 0.5 }, achieved: 30, good: 30 };
  const cost = { currency: 'EUR', perHour: 1, perMillion: { value: 7, low: 6, high: 8 } };
  const found: FoundCapacity = {
    capacity: [
      { ...capacity, cost, probes: [{ ...probe, verdict: 'kept' }] },
      { ...capacity, arm: 'candidate', cost },
    ],
    ratio: { value: 1, low: 0.9, high: 1.1 },
    costRatio: { value: 1, low: 0.9, high: 1.1 },
  };

  it.each([
    ['load', runOf([trialAt(10)], { notices })],
    ['matrix', runOf([ofCell(0, []), ofCell(1, ['b'])], { command: 'matrix', notices })],
    ['capacity', runOf([trialAt(10)], { command: 'capacity', notices })],
  ])('calls nothing kept of it, and reckons nothing from what was: %s', (_, run) => {
    const report = summarizeLoad(run, () => found);
    expect(report.verdict).toEqual({ kind: 'undecided', reasons: ['no definition of `online`'] });
    expect(JSON.stringify(report)).not.toMatch(/"kept"|[cC]ost|Ratio/);
    for (const one of report.capacity ?? []) {
      expect(one.low).toBe(0);
      expect(capacityClaim(one)).toBe('about 40.0 requests/s (0 to 42.0), which is not proved');
    }
    expect(JSON.stringify(summarizeLoad({ ...run, notices: [] }, () => found))).toContain('"kept"');
  });

  it('is missed where a promise is, and has its own reason before those of what is undecided', () => {
    expect(verdictOf(runOf([trialAt(150)], { notices })).kind).toBe('missed');
    const { kind, reasons } = verdictOf(runOf([trialAt(10, 4)], { notices }));
    expect([kind, reasons[0]]).toEqual(['undecided', 'no definition of `online`']);
    expect(reasons.length).toBeGreaterThan(1);
  });
});
