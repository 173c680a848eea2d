import fc from 'fast-check';
import { chiSquaredDistributionTable } from 'simple-statistics';
import { expect, it } from 'vitest';
import { closedUsers } from '../../../src/load/caseDraws.ts';
import { planSchedule, type ScheduleInput } from '../../../src/load/schedule.ts';
import type { OfferedLoad } from '../../../src/model/loadPlan.ts';

const known = [18.014, 23.653, 55.439, 88.724];

const cases = [
  { id: 'a', weight: 1 },
  { id: 'b', weight: 5 },
  { id: 'c', weight: 0 },
  { id: 'd', weight: 4 },
  { id: 'x', weight: 1 },
];
const classOf = { a: 'online', b: 'online', c: 'online', d: 'online', x: 'batch' };

function poisson(of: string, rate: number): OfferedLoad {
  return { of, background: false, arrival: { kind: 'poisson', rate } };
}

function input(offered: readonly OfferedLoad[], more: Partial<ScheduleInput> = {}): ScheduleInput {
  return { offered, cases, classOf, seed: 7, warmupMs: 2000, durationMs: 98_000, ...more };
}

/** The gaps' largest distance from the exponential distribution, in units in which 1.95 has a chance of 0.1%. */
function kolmogorovSmirnov(times: Float64Array, meanGap: number): number {
  const gaps = [...times].map((at, i) => at - (i === 0 ? 0 : (times[i - 1] as number))).sort((a, b) => a - b);
  let furthest = 0;
  gaps.forEach((gap, i) => {
    const expected = 1 - Math.exp(-gap / meanGap);
    furthest = Math.max(furthest, expected - i / gaps.length, (i + 1) / gaps.length - expected);
  });
  return furthest * Math.sqrt(gaps.length);
}

it('gaps of random arrivals are exponential, and each second holds as many as a Poisson distribution has', () => {
  const { intendedMs } = planSchedule(input([poisson('online', 500)]));
  expect(kolmogorovSmirnov(intendedMs, 2)).toBeLessThan(1.95);
  const bySecond = new Array<number>(100).fill(0);
  for (const at of intendedMs) bySecond[Math.floor(at / 1000)] = (bySecond[Math.floor(at / 1000)] as number) + 1;
  const dispersion = bySecond.reduce((sum, count) => sum + (count - 500) ** 2 / 500, 0);
  expect(dispersion).toBeGreaterThan(60);
  expect(dispersion).toBeLessThan(150);
});

it('a shard of random arrivals is a Poisson process too', () => {
  const { intendedMs } = planSchedule(input([poisson('online', 900)], { shard: { index: 2, of: 3 } }));
  expect(kolmogorovSmirnov(intendedMs, 1000 / 300)).toBeLessThan(1.95);
});

it('cases are drawn by weight, and one of weight 0 never', () => {
  const { caseIndex } = planSchedule(input([poisson('online', 500)]));
  const counts = cases.map((_, index) => caseIndex.filter((one) => one === index).length);
  expect([counts[2], counts[4]]).toEqual([0, 0]);
  const expected = [0.1, 0.5, 0, 0.4].map((share) => share * caseIndex.length);
  const chi2 = [0, 1, 3].reduce((sum, i) => {
    const want = expected[i] as number;
    return sum + ((counts[i] as number) - want) ** 2 / want;
  }, 0);
  expect(chi2).toBeLessThan(chiSquaredDistributionTable[2]?.[0.005] as number);
});

it('the same seed gives the same schedule, another seed another', () => {
  const one = planSchedule(input([poisson('online', 50), poisson('batch', 2)]));
  expect(planSchedule(input([poisson('online', 50), poisson('batch', 2)]))).toEqual(one);
  expect(planSchedule(input([poisson('online', 50), poisson('batch', 2)], { seed: 8 })).intendedMs).not.toEqual(
    one.intendedMs,
  );
  // Written down, so that a change of the generator does not pass unseen: it changes what stored runs offered.
  expect([...one.intendedMs.subarray(0, 4)]).toEqual(known);
});

it('constant arrivals are even, and classes of one rate take turns', () => {
  const constant = (of: string): OfferedLoad => ({ of, background: false, arrival: { kind: 'constant', rate: 4 } });
  const plan = input([constant('online'), constant('batch')], { warmupMs: 0, durationMs: 1000 });
  const { intendedMs, classIndex } = planSchedule(plan);
  expect([...intendedMs]).toEqual([0, 125, 250, 375, 500, 625, 750, 875]);
  expect([...classIndex]).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
});

const recorded = {
  offsetsMs: [0, 10, 10, 30.5, 400],
  caseIndex: [1, 0, 2, 1, 0],
  caseIds: ['x', 'a', 'gone'],
  durationMs: 400,
};
const replay = (speed: number): OfferedLoad[] =>
  ['online', 'batch'].map((of) => ({ of, background: false, arrival: { kind: 'recorded', speed } }));

it('recorded times are sent at their pace; what is not among the cases is counted', () => {
  const { durationMs: _, ...rest } = input(replay(2), { recorded, warmupMs: 5 });
  const schedule = planSchedule(rest);
  expect(schedule.durationMs).toBe(195);
  expect([...schedule.intendedMs]).toEqual([0, 5, 15.25]);
  expect([...schedule.caseIndex].map((index) => cases[index]?.id)).toEqual(['a', 'x', 'a']);
  expect([...schedule.classIndex]).toEqual([0, 1, 0]);
  expect(schedule.leftOut).toBe(1);
  expect(schedule.recorded).toBe(3);
});

it('recorded requests of a class that is sent otherwise are counted as left out', () => {
  const { leftOut, recorded: sent } = planSchedule(
    input([...replay(2).slice(0, 1), poisson('batch', 5)], { recorded, warmupMs: 5, durationMs: 195 }),
  );
  expect({ leftOut, sent }).toEqual({ leftOut: 2, sent: 2 });
});

const anyOffered = fc.array(
  fc.record({
    of: fc.constantFrom('online', 'batch'),
    background: fc.boolean(),
    arrival: fc.oneof(
      fc.record({
        kind: fc.constantFrom('poisson' as const, 'constant' as const),
        rate: fc.double({ min: 0.5, max: 300, noNaN: true }),
      }),
      fc.constant({ kind: 'recorded' as const, speed: 0.1 }),
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

it('shards have no request in common and all of them together', () => {
  fc.assert(
    fc.property(
      anyOffered,
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      (offered, of, seed) => {
        const plan = input(offered, { seed, recorded, warmupMs: 1000, durationMs: 4000 });
        const whole = planSchedule(plan);
        const rows = Array.from({ length: of }, (_, i) =>
          planSchedule({ ...plan, shard: { index: i + 1, of } }),
        ).flatMap((part) => {
          expect(part.whole).toBe(whole.whole);
          return rowsOf(part);
        });
        expect(rows.sort((a, b) => (a[0] as number) - (b[0] as number))).toEqual(rowsOf(whole));
        expect([...whole.intendedMs]).toEqual([...whole.intendedMs].sort((a, b) => a - b));
        expect([...whole.seq]).toEqual(Array.from(whole.seq, (_, i) => i));
      },
    ),
    { numRuns: 40 },
  );
});

function rowsOf({ seq, intendedMs, caseIndex, classIndex }: ReturnType<typeof planSchedule>): number[][] {
  return Array.from(seq, (one, i) => [one, intendedMs[i] as number, caseIndex[i] as number, classIndex[i] as number]);
}

it('shards of an even schedule have as many each, of every class', () => {
  const constant = (of: string): OfferedLoad => ({ of, background: false, arrival: { kind: 'constant', rate: 10 } });
  const plan = input([constant('online'), constant('batch')], { warmupMs: 0, durationMs: 4000 });
  for (const index of [1, 2]) {
    const { classIndex } = planSchedule({ ...plan, shard: { index, of: 2 } });
    expect([0, 1].map((one) => classIndex.filter((of) => of === one).length)).toEqual([20, 20]);
  }
});

it.each([
  ['a class without a case', input([poisson('nobody', 1)]), 'class nobody has no case'],
  ['no recorded times', input(replay(1)), 'the workload has none'],
  [
    'a class that was never recorded',
    input([{ ...poisson('batch', 1), arrival: { kind: 'recorded', speed: 1 } }], {
      recorded: { ...recorded, caseIndex: [1, 1, 1, 1, 1] },
    }),
    'no recorded request is of a case of class batch',
  ],
  [
    'times that do not ascend',
    input(replay(1), { recorded: { ...recorded, offsetsMs: [5, 1, 1, 1, 1] } }),
    'do not ascend: request 2',
  ],
  ['a rate of nothing', input([poisson('online', 0)]), 'a rate of 0'],
  ['a speed of nothing', input(replay(0), { recorded }), '0 times their speed'],
  ['too many requests', input([poisson('online', 1e6)]), '100,000,000 requests; a run has at most 20,000,000'],
  [
    'a warm-up longer than what was recorded',
    { ...input(replay(1), { recorded }), durationMs: 0 },
    'nothing is left to judge',
  ],
])('%s is refused', (_, plan, words) => {
  expect(() => planSchedule(plan)).toThrow(words);
});

it('each user of a closed loop belongs to one shard and draws by weight, each something else', () => {
  const offered: OfferedLoad[] = [
    poisson('batch', 1),
    { of: 'online', background: true, arrival: { kind: 'closed', users: 5, thinkMs: 20 } },
  ];
  const parts = [1, 2].map((index) => closedUsers({ ...input(offered), shard: { index, of: 2 } }));
  expect(parts.map((users) => users.map(({ user }) => user))).toEqual([
    [0, 2, 4],
    [1, 3],
  ]);
  const draws = parts.flat().map(({ nextCase }) => Array.from({ length: 200 }, nextCase));
  expect(new Set(draws.map(String)).size).toBe(5);
  expect(new Set(draws.flat())).toEqual(new Set([0, 1, 3]));
  expect(parts[0]?.[0]).toMatchObject({ classIndex: 1, thinkMs: 20 });
});

it('a million requests are planned, one after another', () => {
  const { intendedMs, whole } = planSchedule(input([poisson('online', 10_000)]));
  expect(whole).toBe(intendedMs.length);
  expect(Math.abs(whole - 1_000_000)).toBeLessThan(4000);
});
