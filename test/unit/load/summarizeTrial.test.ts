import { expect, it } from 'vitest';
import { TallyBook } from '../../../src/load/tallyBook.ts';
import type { OfferedLoad } from '../../../src/model/loadPlan.ts';
import type { Counts, LoadTally } from '../../../src/model/loadRun.ts';
import { lagText } from '../../../src/report/load/trialWords.ts';
import { constantServiceMeanWait, constantServiceWaitPercentile } from '../../support/queueFormulas.ts';
import { planOf, promising, queueTrial, summarized } from './trials.ts';

const one = { servers: 1, serviceMs: () => 10 };
const p95 = (mostMs: number) => promising([{ share: 0.95, mostMs }]);

it('a queue with constant service has the latencies of Pollaczek and Khinchine, mean and p95, to 1%', () => {
  const { a } = summarized(queueTrial('poisson', 50, 3000, one, 5, 50), p95(100));
  const mean = 10 + constantServiceMeanWait(50, 0.01) * 1000;
  const percentile = 10 + constantServiceWaitPercentile(0.95, 50, 0.01) * 1000;
  const told = a.percentiles.find(({ share }) => share === 0.95);
  expect(Math.abs((a.meanMs ?? 0) / mean - 1)).toBeLessThan(0.01);
  expect(Math.abs((told?.ms ?? 0) / percentile - 1)).toBeLessThan(0.01);
  expect(told?.lowMs).toBeLessThan(percentile);
  expect(told?.highMs).toBeGreaterThan(percentile);
  expect(Math.abs(a.offered / 50 - 1)).toBeLessThan(0.01);
  expect(a.verdict).toBe('kept');
});

it('a server that stands still for 2 s at rate r shows it to about 2r requests, as a triangle', () => {
  const stalls = [{ from: 10_000, to: 12_000 }];
  const trial = queueTrial('constant', 50, 30, { servers: 8, serviceMs: () => 10, stalls });
  const { a } = summarized(trial, p95(100));
  expect(a.maxMs).toBeGreaterThan(1990);
  expect(a.maxMs).toBeLessThan(2040);
  // Those due at the start of the stall waited for all of it, those at its end for nothing: half of them for more than a second.
  const over = a.latencyPromises[0]?.over.value ?? 0;
  expect(Math.abs(over * a.requests - 0.95 * 2 * 50)).toBeLessThan(10);
  const seconds = a.seconds
    .filter(({ max }) => (max ?? 0) > 500)
    .map(({ second, max }) => [second, Math.floor((max ?? 0) / 100)]);
  expect(seconds).toEqual([
    [10, 20],
    [11, 10],
  ]);
  expect(a.seconds[11]?.backlog).toBeGreaterThan(90);
  expect(a.seconds[12]?.backlog).toBeLessThan(10);
});

it.each([
  ['none over, and enough of them', 10, 100, 'kept'],
  ['none over, and too few', 3, 100, 'undecided'],
  ['all over', 10, 5, 'missed'],
] as const)('%s', (_, seconds, mostMs, verdict) => {
  const { a, report } = summarized(queueTrial('constant', 10, seconds, one), p95(mostMs));
  expect(a.verdict).toBe(verdict);
  expect(report.verdict).toBe(verdict === 'undecided' ? 'undecided' : verdict);
});

it('p95 is proved by 72 requests with none over and not by 71, p99 by 368', () => {
  const verdictOf = (count: number, share: number) =>
    summarized(
      queueTrial('constant', 1, count, { servers: 1, serviceMs: () => 10 }),
      promising([{ share, mostMs: 50 }]),
    ).a.verdict;
  expect([verdictOf(71, 0.95), verdictOf(72, 0.95), verdictOf(367, 0.99), verdictOf(368, 0.99)]).toEqual([
    'undecided',
    'kept',
    'undecided',
    'kept',
  ]);
});

it('what failed is over, whatever its time, and counts against errors by its name', () => {
  const refusing = queueTrial('constant', 100, 20, { servers: 1, serviceMs: () => 20, mostWaiting: 1 });
  const { a } = summarized(refusing, promising([{ share: 0.95, mostMs: 1000 }], 0.01));
  expect(a.latencyPromises[0]?.over.value).toBeCloseTo(0.5, 1);
  expect([a.latencyPromises[0]?.verdict, a.errorPromise?.verdict]).toEqual(['missed', 'missed']);
  expect(a.failed).toEqual([{ name: 'TOO_MANY_SIMULTANEOUS_QUERIES (202)', count: 1000, share: 0.5 }]);
  expect(a.good).toBeCloseTo(50, 0);
  expect(a.achieved).toBeCloseTo(100, 0);
});

it('a promise that is kept while the backlog grows is not kept', () => {
  const trial = queueTrial('constant', 100, 20, { servers: 2, serviceMs: () => 10 });
  const tallies = trial.tallies.map((tally) => ({ ...tally, done: Math.floor(tally.done * 0.95) }));
  const { a, report } = summarized({ ...trial, tallies }, p95(5000));
  expect([a.verdict, report.steady.kind, report.verdict]).toEqual(['kept', 'growing', 'undecided']);
});

it('5% more than can be served is found to grow within 15 s', () => {
  const { a, report } = summarized(queueTrial('constant', 105, 15, one), p95(5000));
  expect(report.steady.kind).toBe('growing');
  expect(report.steady.slope.low).toBeGreaterThan(4);
  expect([a.verdict, report.verdict]).toEqual(['undecided', 'undecided']);
});

it('the warm-up is not judged, and a part of a second at its end belongs to it', () => {
  const trial = queueTrial('constant', 10, 20, { servers: 9, serviceMs: (_, began) => (began < 2500 ? 900 : 10) });
  const odd = { ...trial, plan: { ...trial.plan, warmupMs: 2500, durationMs: 19_500 } };
  const { a } = summarized(odd, p95(100));
  expect([a.requests, a.maxMs]).toEqual([190, 10.007]);
  expect(a.seconds[1]?.max).toBeGreaterThan(800);
});

it('nothing promised is undecided by itself, and a disturbing class is not judged', () => {
  const trial = queueTrial('constant', 10, 20, one);
  const silent = summarized(trial, [{ name: 'a', match: {}, settings: {} }]);
  expect([silent.a.verdict, silent.report.verdict]).toEqual([undefined, 'undecided']);
  const background = {
    ...trial,
    plan: { ...trial.plan, offered: trial.plan.offered.map((all) => ({ ...all, background: true })) },
  };
  expect(summarized(background, p95(1)).a.verdict).toBeUndefined();
});

it.each([
  ['no-end', { end: undefined }],
  ['interrupted', { end: { ended: { kind: 'interrupted' } } }],
  ['lost', { end: { ended: { kind: 'lost', afterMs: 4000, reason: 'ECONNREFUSED' } } }],
  ['left-running', { end: { leftRunning: 3 } }],
  ['nothing-sent', { end: { sentForMs: 1000 } }],
  ['rate-not-reached', { plan: planOf([{ of: 'a', background: false, arrival: { kind: 'constant', rate: 15 } }], 20) }],
] as const)('a trial with the fault %s proves nothing', (kind, change) => {
  const trial = queueTrial('constant', 10, 20, one);
  const { end, plan } = { end: {}, plan: trial.plan, ...change };
  const { end: whole, ...rest } = trial;
  const changed = { ...rest, plan, ...(end === undefined || whole === undefined ? {} : { end: { ...whole, ...end } }) };
  const { report } = summarized(changed, p95(100));
  expect(report.faults.map((fault) => fault.kind)).toEqual([kind]);
  expect(report.verdict).toBe('undecided');
});

it('our own lateness beyond 5% of the tightest promise is a fault, waiting for room is none', () => {
  const trial = queueTrial('constant', 10, 20, one);
  const late = (lag: number, held: number) => ({
    ...trial,
    tallies: trial.tallies.map((tally) => ({
      ...tally,
      lag: [[lag, tally.offered] as const],
      held: [[held, tally.offered] as const],
    })),
  });
  const { report } = summarized(late(6000, 0), p95(100));
  expect(report.faults.map(({ kind }) => kind)).toEqual(['lag']);
  expect(report.lag).toMatchObject({ p99Ms: 6.003, mostMs: 5, heldP99Ms: 0 });
  expect(summarized(late(4000, 90_000), p95(100)).report.faults).toEqual([]);
  expect(summarized(late(6000, 0), promising([], 0.1)).report.faults).toEqual([]);
});

it('where few errors are all that is promised, a second of our own lateness is a fault', () => {
  const trial = queueTrial('constant', 10, 20, one);
  const late = (ms: number) => {
    const lag = trial.tallies.map((tally) => ({ ...tally, lag: [[ms * 1000, tally.offered] as const] }));
    return summarized({ ...trial, tallies: lag }, promising([], 0.1)).report;
  };
  expect(late(900).faults).toEqual([]);
  expect(late(900).lag.mostMs).toBe(1000);
  expect(late(1100).faults.map(({ kind, what }) => [kind, what])).toEqual([
    ['lag', expect.stringContaining('by our own doing; 1000 ms, where no latency is promised, may be')],
  ]);
  expect(late(1100).verdict).toBe('undecided');
});

it('our own lateness is that of the class for which we were latest: users who are not late do not hide it', () => {
  const latest = queueTrial('constant', 10, 20, one);
  const tallies = latest.tallies.map((tally) => ({ ...tally, lag: [[20_000, tally.offered] as const] }));
  const others = latest.tallies.map((tally) => ({
    ...tally,
    of: 'b',
    ...{ offered: 2000, done: 2000, outcomes: { completed: 2000 }, latency: [[5000, 2000] as const] },
    ...{ lag: [[0, 2000] as const], held: [[0, 2000] as const] },
  }));
  for (const background of [true, false]) {
    const users: OfferedLoad = { of: 'b', background, arrival: { kind: 'closed', users: 10, thinkMs: 0 } };
    const plan = { ...latest.plan, offered: [...latest.plan.offered, users] };
    const { report } = summarized({ ...latest, plan, tallies: [...tallies, ...others] }, p95(100));
    expect(report.lag.p99Ms).toBeCloseTo(20, 0);
    expect(report.faults.map(({ kind }) => kind)).toEqual(['lag']);
  }
});

it('our own lateness is measured for users, too; where every class is there to disturb there is none to measure', () => {
  const trial = queueTrial('constant', 10, 20, one);
  const tallies = trial.tallies.map((tally) => ({ ...tally, lag: [[20_000, tally.offered] as const] }));
  const reportOf = (background: boolean) => {
    const users: OfferedLoad = { of: 'a', background, arrival: { kind: 'closed', users: 1, thinkMs: 90 } };
    return summarized({ ...trial, plan: { ...trial.plan, offered: [users] }, tallies }, p95(100)).report;
  };
  expect(reportOf(false).lag).toMatchObject({ mostMs: 5 });
  expect(reportOf(false).faults.map(({ kind }) => kind)).toEqual(['lag']);
  expect(reportOf(true).lag.mostMs).toBeUndefined();
  expect(lagText(reportOf(true).lag)).toMatch(/ is not measured: every class is there to disturb$/);
  expect(lagText(reportOf(false).lag)).toContain('p99 20.0 ms of 5.00 ms allowed');
});

it('requests to which the sender never came are not sent as planned, those that waited for room are', () => {
  const dropped = (turn: number) => {
    const { plan, ...trial } = queueTrial('constant', 10, 20, one);
    const book = new TallyBook(0);
    for (let at = 0; at < 22_000; at += 100)
      book.ended(
        at < 20_000
          ? { of: 'a', intended: at, turn: at, sent: at, done: at + 10, outcome: { kind: 'completed' } }
          : { of: 'a', intended: at, turn: Math.max(at, turn), done: 22_000, outcome: { kind: 'unsent' } },
      );
    // of 200 the twenty that are dropped could be chance
    const tallies = book.take().map((tally) => scaled(tally, 20));
    const offered = plan.offered.map((all) => ({ ...all, arrival: { kind: 'constant', rate: 200 } as const }));
    return summarized({ ...trial, plan: { ...plan, offered }, tallies }, promising([{ share: 0.5, mostMs: 60_000 }]));
  };
  expect(dropped(0).report.faults).toEqual([]);
  expect(dropped(22_000).report.faults.map(({ kind, what }) => [kind, what])).toEqual([
    ['rate-not-reached', 'class a: 3600 of 4000 planned requests came to be sent'],
  ]);
});

/** As many times the requests, each like those that there are. */
function scaled(tally: LoadTally, times: number): LoadTally {
  const more = (counts: Counts): Counts => counts.map(([us, count]) => [us, count * times]);
  const { latency, failedAfter, lag, held, outcomes } = tally;
  return {
    ...tally,
    ...{ offered: tally.offered * times, done: tally.done * times },
    outcomes: Object.fromEntries(Object.entries(outcomes).map(([name, count]) => [name, count * times])),
    ...{ latency: more(latency), failedAfter: more(failedAfter), lag: more(lag), held: more(held) },
  };
}

it('the curve ascends from the shortest to the longest, and stops where requests do', () => {
  const { a } = summarized(queueTrial('poisson', 80, 100, one), p95(100));
  expect(a.curve[0]?.[0]).toBe(0);
  expect(a.curve.at(-1)).toEqual([1, a.maxMs]);
  for (const [i, [share, ms]] of a.curve.entries()) {
    if (i === 0) continue;
    expect(share).toBeGreaterThan(a.curve[i - 1]?.[0] as number);
    expect(ms).toBeGreaterThanOrEqual(a.curve[i - 1]?.[1] as number);
  }
  expect((1 - (a.curve.at(-2)?.[0] as number)) * a.requests).toBeGreaterThanOrEqual(1);
});

it('the curve is of all requests, and ends before those that failed', () => {
  const { a } = summarized(queueTrial('constant', 50, 20, { ...one, serviceMs: () => 40, mostWaiting: 2 }), p95(1000));
  const failed = a.failed.reduce((sum, { share }) => sum + share, 0);
  expect(failed).toBeGreaterThan(0.4);
  expect(a.curve.at(-1)?.[0]).toBeCloseTo(1 - failed, 9);
  expect(a.curve.at(-1)?.[1]).toBe(a.maxMs);
});

it('an hour comes to 600 points at most, of which none is lost', () => {
  const { a } = summarized(queueTrial('constant', 2, 3600, one), p95(100));
  expect(a.seconds.length).toBeLessThanOrEqual(600);
  expect(a.seconds.reduce((sum, { offered }) => sum + offered, 0)).toBe(7204);
});
