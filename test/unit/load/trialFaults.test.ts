import { expect, it } from 'vitest';
import { summarizeTrial } from '../../../src/load/summarizeTrial.ts';
import type { LoadClass } from '../../../src/model/loadClass.ts';
import type { OfferedLoad } from '../../../src/model/loadPlan.ts';
import type { LoadFault } from '../../../src/model/loadReport.ts';
import type { LoadFacts, Trial } from '../../../src/model/loadRun.ts';
import { type SimulatedRequest, simulatedTrial, simulateQueue } from '../../support/queueSimulation.ts';
import { planOf, promising, queueTrial } from './trials.ts';

const classes = promising([{ share: 0.95, mostMs: 2000 }]);
const one = { servers: 1, serviceMs: () => 10 };
const faultsOf = (trial: Trial, of: readonly LoadClass[] = classes): readonly LoadFault[] =>
  summarizeTrial(trial, { classes: of }).faults;

const silentClass: LoadClass = { name: 'b', match: {}, settings: {} };

const users: OfferedLoad = { of: 'a', background: false, arrival: { kind: 'closed', users: 4, thinkMs: 0 } };

function ending(change: Partial<NonNullable<Trial['end']>>, offered?: OfferedLoad): Trial {
  const trial = queueTrial('constant', 10, 20, one);
  const plan = offered === undefined ? trial.plan : planOf([offered], 20);
  return { ...trial, plan, ...(trial.end === undefined ? {} : { end: { ...trial.end, ...change } }) };
}

it('a silence that is longer than the promise of a closed loop hides what it did', () => {
  const silent = [{ from: 5000, to: 8500 }];
  const [fault, ...others] = faultsOf(ending({ silent }, users));
  expect(others).toEqual([]);
  expect(fault?.kind).toBe('silence');
  expect(fault?.what).toMatch(
    /^the server answered nothing at all for 3\.5 s, from 5\.0 s to 8\.5 s of the run, and the users of a /,
  );
  expect(fault?.fix).toContain('--rate');
  expect(faultsOf(ending({ silent }))).toEqual([]);
  expect(faultsOf(ending({ silent }, { ...users, background: true })).map(({ kind }) => kind)).toEqual([]);
});

it.each([
  ['shorter than the promise', [{ from: 5000, to: 6900 }]],
  ['in the warm-up', [{ from: 0, to: 2000 }]],
  ['of which the judged part is short', [{ from: 0, to: 3500 }]],
  ['after the judged time', [{ from: 22_000, to: 29_000 }]],
] as const)('a silence %s is none', (_, silent) => {
  expect(faultsOf(ending({ silent }, users))).toEqual([]);
});

/** Four users whose requests take 40 ms for 30 judged seconds, but for spans in which each waits for the end of it. */
function usersWho(stalls: readonly (readonly [from: number, to: number])[], thinkMs = 0, latency = 40): Trial {
  const requests = Array.from({ length: 4 }, () => {
    const own: SimulatedRequest[] = [];
    for (let at = 0; at < 32_000; ) {
      const stall = stalls.find(([from, to]) => at + latency > from && at < to);
      const done = stall === undefined ? at + latency : stall[1] + latency;
      own.push({ of: 'a', at, began: at, done, outcome: { kind: 'completed' } });
      at = done + thinkMs;
    }
    return own;
  });
  return simulatedTrial(planOf([{ ...users, arrival: { kind: 'closed', users: 4, thinkMs } }], 30), requests.flat());
}

it('users who have no answer for longer than is promised hide it, though the server says that it lives', () => {
  const [fault, ...others] = faultsOf(usersWho([[12_000, 17_500]]));
  expect(others).toEqual([]);
  expect(fault?.kind).toBe('unanswered');
  expect(fault?.what).toBe(
    'no user of a had an answer for 4 s, from 13.0 s to 17.0 s of the run, while requests took longer than is promised, and they sent nothing that would show it',
  );
  for (let from = 12_000; from < 13_000; from += 90)
    expect(faultsOf(usersWho([[from, from + 3000]])).map(({ kind }) => kind)).toEqual(['unanswered']);
  expect(faultsOf(usersWho([[12_000, 17_500]]), promising([{ share: 0.5, mostMs: 2000 }]))).toEqual([]);
});

it.each([
  ['none', usersWho([])],
  ['shorter than the promise', usersWho([[12_000, 13_900]])],
  ['of users who think', usersWho([], 4500)],
  ['of slow requests that keep the promise', usersWho([], 0, 1900)],
  ['in the warm-up', usersWho([[0, 1900]])],
  ['of a server that is slow for everybody, and is called so', usersWho([], 0, 4500)],
])('a time without answers is no silence: %s', (_, trial) => {
  expect(faultsOf(trial)).toEqual([]);
});

it('of users who are slow as a rule the promise is missed rather than not valid', () => {
  expect(summarizeTrial(usersWho([], 0, 4500), { classes }).verdict).toBe('missed');
});

it('a pause of ours is our lateness, of a closed loop and of a rate', () => {
  const paused = [
    { from: 5000, to: 5600 },
    { from: 9000, to: 12_000 },
  ];
  for (const offered of [users, undefined]) {
    const faults = faultsOf(ending({ paused }, offered));
    expect(faults.map(({ kind }) => kind)).toEqual(['lag']);
    expect(faults[0]?.what).toBe(
      'hogbench itself stood still for 3 s, from 9.0 s to 12.0 s of the run, and 1 more time: nothing was sent or read meanwhile',
    );
  }
  expect(faultsOf(ending({ paused: [{ from: 5000, to: 5090 }] }, users))).toEqual([]);
  expect(faultsOf(ending({ paused: [{ from: 100, to: 1900 }] }, users))).toEqual([]);
});

it('where nothing is promised, a pause of a second matters', () => {
  const silent: readonly LoadClass[] = [{ name: 'a', match: {}, settings: {} }];
  expect(faultsOf(ending({ paused: [{ from: 5000, to: 5900 }] }, users), silent)).toEqual([]);
  expect(faultsOf(ending({ paused: [{ from: 5000, to: 6100 }] }, users), silent).map(({ kind }) => kind)).toEqual([
    'lag',
  ]);
});

it('a server that was started anew is a fault', () => {
  expect(faultsOf(ending({ restarted: true })).map(({ kind }) => kind)).toEqual(['restarted']);
});

it('a clock that was set, or a machine that slept, is a fault', () => {
  const [fault, ...others] = faultsOf(ending({ steppedMs: 600_000 }));
  expect(others).toEqual([]);
  expect(fault?.kind).toBe('clock');
  expect(fault?.what).toMatch(/^the clock of this machine went 600 s apart from its stopwatch meanwhile: /);
});

it('a server that does not tell whether requests still run is a fault', () => {
  const { end, ...trial } = queueTrial('constant', 10, 20, one);
  if (end === undefined) throw new Error('it has an end');
  const { leftRunning: _, ...untold } = end;
  expect(faultsOf({ ...trial, end: untold })).toMatchObject([
    { kind: 'end-unknown', what: 'the server did not tell whether requests of it still ran when it was over' },
  ]);
  expect(faultsOf({ ...trial, end })).toEqual([]);
  const lost = { kind: 'lost', afterMs: 1, reason: 'gone' } as const;
  expect(faultsOf({ ...trial, end: { ...untold, ended: lost } }).map(({ kind }) => kind)).toEqual(['lost']);
});

const facts: LoadFacts = {
  ...{ serverUs: 1, cpuUs: 1, slotWaitUs: 0, threadWaitUs: 0, coreWaitUs: 0 },
  ...{ readBytes: 1, memoryBytes: 1, exceptionCode: 0 },
};

it('one sampled answer that was cut short is too many', () => {
  const trial = queueTrial('constant', 10, 20, one);
  const sampled = simulatedTrial(
    trial.plan,
    simulateQueue({ ...one, arrivals: Array.from({ length: 220 }, (_, i) => ({ of: 'a', at: i * 100 })) }),
    (_, seq) => seq % 10 === 0,
  );
  const told = (cutSeq: number): Trial => ({
    ...sampled,
    requests: sampled.requests.map((request) => ({
      ...request,
      evidence: { kind: 'facts', facts: request.seq === cutSeq ? { ...facts, cut: true } : facts },
    })),
  });
  expect(faultsOf(told(-1))).toEqual([]);
  expect(faultsOf(told(10))).toEqual([]);
  const [fault] = faultsOf(told(150));
  expect(fault?.kind).toBe('cut');
  expect(fault?.what).toMatch(/^1 of 20 sampled answers were cut short by a limit .*, all of a$/);
});

it('a log that tells of next to no sampled answer of a class leaves it open whether they were whole', () => {
  const { plan } = queueTrial('constant', 10, 20, one);
  const arrivals = Array.from({ length: 220 }, (_, i) => ({ of: 'a', at: i * 100 }));
  const sampled = simulatedTrial(plan, simulateQueue({ ...one, arrivals }), (_, seq) => seq % 10 === 0);
  const withLog = (known: (seq: number) => boolean): Trial => ({
    ...sampled,
    requests: sampled.requests.map((request) => ({
      ...request,
      evidence: known(request.seq) ? { kind: 'facts', facts } : { kind: 'missing', detail: 'log_queries is 0' },
    })),
  });
  expect(faultsOf(withLog((seq) => seq === 150 || seq === 160))).toEqual([]);
  for (const untold of [withLog(() => false), withLog((seq) => seq === 10), sampled])
    expect(faultsOf(untold)).toMatchObject([
      { kind: 'no-evidence', what: expect.stringContaining('none of 20 sampled answers of class a') },
    ]);
  expect(faultsOf(withLog((seq) => seq === 150))).toMatchObject([
    { kind: 'no-evidence', what: expect.stringContaining('only 1 of 20 sampled answers of class a') },
  ]);
});

it('what the log tells of one class stands for no other one', () => {
  const arrivals = Array.from({ length: 220 }, (_, i) => ({ of: i % 2 === 0 ? 'a' : 'b', at: i * 100 }));
  const rate = { kind: 'constant', rate: 5 } as const;
  const both = (background: boolean): Trial => {
    const offered = [
      { of: 'a', background: false, arrival: rate },
      { of: 'b', background, arrival: rate },
    ];
    const trial = simulatedTrial(planOf(offered, 20), simulateQueue({ ...one, arrivals }), (_, seq) => seq % 5 === 0);
    return {
      ...trial,
      requests: trial.requests.map((request) =>
        request.of === 'a' ? { ...request, evidence: { kind: 'facts', facts } } : request,
      ),
    };
  };
  const classesOfBoth = [...classes, silentClass];
  expect(faultsOf(both(true), classesOfBoth)).toEqual([]);
  expect(faultsOf(both(false), classesOfBoth)).toMatchObject([
    { kind: 'no-evidence', what: expect.stringContaining('none of 20 sampled answers of class b') },
  ]);
});

function beside(serviceMs: number, arrivals: readonly number[], mostWaiting = Number.POSITIVE_INFINITY): Trial {
  const offered: readonly OfferedLoad[] = [
    { of: 'a', background: false, arrival: { kind: 'constant', rate: 10 } },
    { of: 'b', background: true, arrival: { kind: 'closed', users: 1, thinkMs: 0 } },
  ];
  const judged = simulateQueue({ ...one, arrivals: Array.from({ length: 220 }, (_, i) => ({ of: 'a', at: i * 100 })) });
  const others = simulateQueue({
    servers: 1,
    serviceMs: () => serviceMs,
    mostWaiting,
    arrivals: arrivals.map((at) => ({ of: 'b', at })),
  });
  return simulatedTrial(planOf(offered, 20), [...judged, ...others]);
}

it.each([
  ['was answered', beside(1000, [5000]), []],
  ['began in the warm-up and reached into the judged time', beside(9000, [500]), []],
  ['ended in the warm-up', beside(100, [500]), ['background']],
  ['never ended', beside(1, []), ['background']],
] as const)('what was to disturb and %s', (_, trial, kinds) => {
  expect(faultsOf(trial, [...classes, silentClass]).map(({ kind }) => kind)).toEqual(kinds);
});

it('what was to disturb and failed every time is named with how often', () => {
  const trial = beside(100, [3000, 4000, 5000]);
  const failing = {
    ...trial,
    tallies: trial.tallies.map((tally) =>
      tally.of === 'b' && tally.offered > 0
        ? { ...tally, outcomes: { 'UNKNOWN_TABLE (60)': 1 }, latency: [], failedAfter: tally.latency }
        : tally,
    ),
  };
  const [fault] = faultsOf(failing, [...classes, silentClass]);
  expect(fault?.what).toBe(
    'class b, which is there to disturb, had no request that was answered well: all 3 failed, so that the others were measured beside nothing',
  );
});

const refusing = (trial: Trial, isRefused: (second: number) => boolean): Trial => ({
  ...trial,
  tallies: trial.tallies.map((tally) =>
    tally.of === 'b' && tally.offered > 0 && isRefused(tally.second)
      ? { ...tally, outcomes: { 'SERVER_OVERLOADED (745)': tally.offered }, latency: [], failedAfter: tally.latency }
      : tally,
  ),
});
const atRate = (trial: Trial): Trial => ({
  ...trial,
  plan: planOf(
    trial.plan.offered.map((one) => (one.of === 'b' ? { ...one, arrival: { kind: 'constant', rate: 10 } } : one)),
    20,
  ),
});

it('what was to disturb at a rate and was refused half of the time disturbed too little', () => {
  const trial = atRate(
    beside(
      10,
      Array.from({ length: 220 }, (_, i) => i * 100),
    ),
  );
  const kinds = (refused: (second: number) => boolean) =>
    faultsOf(refusing(trial, refused), [...classes, silentClass]).map(({ kind }) => kind);
  expect(kinds((second) => second < 11)).toEqual([]);
  expect(kinds((second) => second < 12)).toEqual(['background']);
  const [fault] = faultsOf(
    refusing(trial, (second) => second !== 5),
    [...classes, silentClass],
  );
  expect(fault?.what).toBe(
    'class b, which is there to disturb, had 190 of 200 requests refused or broken, so that the others were measured beside less than was offered',
  );
});

it('users who are refused ask again at once, so that of them the seconds count in which one was worked on', () => {
  const often = [
    ...[500, 9500].map((at) => ({ of: 'b', at, began: at, done: at + 9000, outcome: { kind: 'completed' } as const })),
    ...Array.from({ length: 500 }, (_, i) => {
      const at = 2000 + i * 40;
      const outcome = { kind: 'refused', code: 745, name: 'SERVER_OVERLOADED' } as const;
      return { of: 'b', at, began: at, done: at + 1, outcome };
    }),
  ];
  const judged = beside(1, []);
  const withThem = (requests: typeof often): Trial => ({
    ...judged,
    tallies: [...judged.tallies, ...simulatedTrial(judged.plan, requests).tallies],
  });
  const kinds = (requests: typeof often) =>
    faultsOf(withThem(requests), [...classes, silentClass]).map((one) => one.kind);
  expect(kinds(often)).toEqual([]);
  expect(kinds(often.slice(1))).toEqual(['background']);
});
