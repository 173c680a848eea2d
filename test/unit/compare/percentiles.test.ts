import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { summarizeRun } from '../../../src/compare/summarizeRun.ts';
import { percentilesIn } from '../../../src/compare/timing/percentiles.ts';
import { currentDesign } from '../../../src/model/design.ts';
import type { KnownPercentile, Percentile, ToldPercentile } from '../../../src/model/percentile.ts';
import { seededRandom } from '../../../src/model/random.ts';
import type { Sample } from '../../../src/model/sample.ts';
import { aPlan, aRun, aSample, facts } from './builders.ts';

const timed = { plan: { design: currentDesign, mode: { kind: 'paired' } } } as const;

/** Executions of these times in microseconds, dealt out over sessions in blocks. */
function executions(times: readonly number[], sessions = 1): Sample[] {
  const each = Math.ceil(times.length / sessions);
  return times.map((durationUs, i) =>
    aSample({ seq: i, session: Math.floor(i / each), round: i % each, evidence: facts({ durationUs }) }),
  );
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => 1000 * (i + 1));

function of(p: ToldPercentile, samples: readonly Sample[]): Percentile | undefined {
  return percentilesIn(samples, timed).find((one) => one.p === p);
}

const timeout = { kind: 'timedOut', clientMs: 60_000, limitMs: 60_000 } as const;
const failure = { kind: 'failed', clientMs: 3, code: 241, message: 'Memory limit exceeded' } as const;
const missing = { kind: 'missing', cause: 'not-permitted', detail: 'not in the log' } as const;

describe('percentiles of server time', () => {
  it('are refused with the number they need where executions are few', () => {
    expect(percentilesIn(executions(upTo(22)), timed).slice(1)).toEqual([
      { p: 90, kind: 'refused', why: 'few', executions: 22, needed: 30 },
      { p: 95, kind: 'refused', why: 'few', executions: 22, needed: 60 },
      { p: 99, kind: 'refused', why: 'few', executions: 22, needed: 300 },
    ]);
    for (const [p, needed] of [
      [50, 6],
      [90, 30],
      [95, 60],
      [99, 300],
    ] as const) {
      expect(of(p, executions(upTo(needed - 1)))?.kind).toBe('refused');
      expect(of(p, executions(upTo(needed)))?.kind).toBe('known');
    }
    expect(of(50, [])).toEqual({ p: 50, kind: 'refused', why: 'few', executions: 0, needed: 6 });
  });

  it('are those of known times, whatever their order', () => {
    const shuffled = upTo(100).map((_, i, all) => all[(i * 37) % 100] as number);
    const known = { kind: 'known', level: 0.9, executions: 100, sessions: 1 };
    expect(percentilesIn(executions(shuffled), timed).slice(0, 3)).toEqual([
      // Ranks 42 to 59, 85 to 96 and 91 to 99 of 100: the binomial distribution leaves less than 5% beyond each end.
      { ...known, p: 50, value: 50_500, low: 42_000, high: 59_000 },
      { ...known, p: 90, value: expect.closeTo(90_633.33, 1), low: 85_000, high: 96_000 },
      { ...known, p: 95, value: expect.closeTo(95_650, 1), low: 91_000, high: 99_000 },
    ]);
  });

  it('leave nothing out that took long: stalls, compiling and the slowest of all count', () => {
    const calm = executions(upTo(60));
    const stalls = [{ what: 'server', from: 0, to: 9 }] as const;
    const slow = facts({ durationUs: 9_000_000, events: { CompileFunction: 1 } });
    const all = calm.map((one, i) => (i < 6 ? { ...one, stalls, evidence: slow } : one));
    expect((of(95, all) as KnownPercentile).value).toBe(9_000_000);
  });

  it('take what timed out for slower than all others', () => {
    const all = executions(upTo(60));
    const some = all.map((one, i) => (i === 0 ? { ...one, outcome: timeout } : one));
    expect(of(95, some)).toMatchObject({ kind: 'refused', why: 'untimed', untimed: 1, executions: 60, needed: 60 });
    // The median is a rank further up, and both ends with it.
    expect(of(50, some)).toMatchObject({ kind: 'known', value: 31_500 });
    const byServer = { ...failure, code: 159 } as const;
    expect(
      of(
        50,
        all.map((one, i) => (i === 0 ? { ...one, outcome: byServer } : one)),
      ),
    ).toEqual(of(50, some));
    const most = all.map((one, i) => (i < 31 ? { ...one, outcome: timeout } : one));
    expect(of(50, most)).toMatchObject({ kind: 'refused', why: 'untimed', untimed: 31 });
  });

  it('take what has no time for the slowest at the upper end, and for the fastest at the lower', () => {
    const all = executions(upTo(200));
    const whole = of(90, all) as KnownPercentile;
    const cut = facts({ durationUs: 5, events: { OverflowBreak: 1 } });
    const changes: readonly Partial<Sample>[] = [{ outcome: failure }, { evidence: missing }, { evidence: cut }];
    for (const change of changes) {
      // In the middle of all times, so that what is known of the top does not change.
      const some = all.map((one, i) => (i === 100 || i === 101 ? { ...one, ...change } : one));
      const found = of(90, some) as KnownPercentile;
      expect(found.executions).toBe(200);
      expect(found.low).toBe(whole.low);
      expect(found.high).toBe(whole.high + 2000);
    }
    const few = all.map((one, i) => (i % 20 === 0 ? { ...one, evidence: missing } : one));
    expect(of(95, few)).toMatchObject({ kind: 'refused', why: 'untimed', untimed: 10 });
  });

  it('count as fewer executions where sessions differ, and are refused where these are too few', () => {
    const slow = (i: number): number => (i < 100 ? 4000 : 1000) + (i % 100);
    const times = Array.from({ length: 300 }, (_, i) => slow(i));
    const together = of(95, executions(times, 1));
    expect(together).toMatchObject({ kind: 'known', sessions: 1 });
    expect(together).not.toHaveProperty('countAs');
    const apart = of(95, executions(times, 3));
    expect(apart).toMatchObject({ kind: 'refused', why: 'sessions', executions: 300, needed: 60 });
    expect(apart?.countAs).toBeLessThan(10);
  });

  it('are all refused where times are no measurement', () => {
    const counting = { plan: { design: currentDesign, mode: { kind: 'counters', duet: false } } } as const;
    for (const one of percentilesIn(executions(upTo(400)), counting))
      expect(one).toMatchObject({ kind: 'refused', why: 'counters', executions: 400 });
  });

  it('are all refused where a part of the run file is lost, for it may have held the slowest', () => {
    const lost = 'Parts of the file could not be read.';
    for (const one of percentilesIn(executions(upTo(400)), { ...timed, lost }))
      expect(one).toMatchObject({ kind: 'refused', why: 'lost', executions: 400 });
    const plan = aPlan({ arms: ['baseline'], mode: { kind: 'sessions' } });
    const { cases } = summarizeRun(aRun({ plan, lost, samples: executions(upTo(400)) }));
    expect(cases[0]?.percentiles.map((one) => one.kind === 'refused' && one.why)).toEqual(Array(4).fill('lost'));
  });

  it('miss in 5% of the cases at each end at most, whatever is measured, and with sessions that differ', () => {
    const random = seededRandom(20_261_129);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const quantiles = { 50: 0, 90: 1.281552, 95: 1.644854, 99: 2.326348 };
    const runs = 800;
    for (const [sessions, each, between] of [
      [1, 60, 0],
      [5, 60, 0],
      [5, 12, 0.1],
      [10, 20, 0.3],
    ] as const) {
      const misses: Record<string, number> = {};
      const known: Record<string, number> = {};
      for (let run = 0; run < runs; run++) {
        const times: number[] = [];
        for (let s = 0; s < sessions; s++) {
          const own = Math.sqrt(between) * normal();
          // Log-normal with a long tail: the 99th percentile is ten times the median.
          for (let i = 0; i < each; i++) times.push(1e4 * Math.exp(own + Math.sqrt(1 - between) * normal()));
        }
        for (const one of percentilesIn(executions(times, sessions), timed)) {
          if (one.kind === 'refused') continue;
          const truth = 1e4 * Math.exp(quantiles[one.p]);
          known[one.p] = (known[one.p] ?? 0) + 1;
          for (const [end, isMissed] of [
            ['low', one.low > truth],
            ['high', one.high < truth],
          ] as const)
            misses[`${one.p} ${end}`] = (misses[`${one.p} ${end}`] ?? 0) + (isMissed ? 1 : 0);
        }
      }
      // Three standard errors of a share of 5%.
      const most = runs * 0.05 + 3 * Math.sqrt(runs * 0.05 * 0.95);
      for (const count of Object.values(misses)) expect(count).toBeLessThanOrEqual(most);
      // Sessions that do not differ refuse little.
      if (between === 0) expect(known[95]).toBeGreaterThan(0.85 * runs);
    }
  });
});

describe('percentiles in reports', () => {
  it('are of server time alone, in each arm that has the case', () => {
    const plan = aPlan({ minPairs: 60, maxPairs: 60 });
    const samples = upTo(60).flatMap((durationUs, round) =>
      (['baseline', 'candidate'] as const).map((arm, i) =>
        aSample({ seq: 2 * round + i, arm, round, evidence: facts({ durationUs: durationUs * (i + 1) }) }),
      ),
    );
    const { metrics } = compareRun(aRun({ plan, samples })).cases[0] ?? { metrics: [] };
    const withThem = metrics.filter(({ percentiles }) => percentiles !== undefined);
    expect(withThem.map(({ metric }) => metric)).toEqual(['server_time']);
    const { baseline, candidate } = withThem[0]?.percentiles ?? {};
    expect(baseline?.[2]).toMatchObject({ p: 95, kind: 'known', high: 60_000 });
    expect(candidate?.[2]).toMatchObject({ p: 95, kind: 'known', high: 120_000 });
  });

  it('are in the summary of a run of one arm', () => {
    const plan = aPlan({ arms: ['baseline'], mode: { kind: 'sessions' } });
    const mixed = upTo(60).map((_, i, all) => all[(i * 17) % 60] as number);
    const summary = summarizeRun(aRun({ plan, samples: executions(mixed, 5) }));
    expect(summary.cases[0]?.percentiles.map(({ p, kind }) => [p, kind])).toEqual([
      [50, 'known'],
      [90, 'known'],
      [95, 'known'],
      [99, 'refused'],
    ]);
  });
});
