import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startSearch } from '../../../../src/load/capacity/searchState.ts';
import type { LoadFault, TrialReport } from '../../../../src/model/loadReport.ts';
import { type AskedTrial, online, purposeOf, search, trialReport } from '../../../support/searchedTrials.ts';

const arm = 'baseline';
const none = { value: 0, low: 0, high: 0 };
const all = { value: 1, low: 0.99, high: 1 };

/** A server that answers all in time up to a rate, and falls behind above it. */
function cliffAt(capacity: number): (asked: AskedTrial, id: number) => TrialReport {
  return (asked, id) => {
    const { rate, durationMs } = asked;
    const purpose = purposeOf(asked);
    if (rate > capacity)
      return trialReport({ id, rate, durationMs, purpose, over: all, steady: 'growing', ended: capacity });
    const high = 1 - 0.025 ** (1000 / (rate * durationMs));
    return trialReport({ id, rate, durationMs, purpose, over: { ...none, high }, meanMs: 100, p95Ms: 110 });
  };
}

describe('a search', () => {
  it('finds any capacity within its precision, of at most 25 probes, and holds it', () => {
    fc.assert(
      fc.property(fc.double({ min: 2, max: 900, noNaN: true }), (capacity) => {
        const { capacity: found, asked } = search(startSearch({ arm, classes: [online] }), cliffAt(capacity));
        expect(found.faults).toEqual([]);
        expect(found.low).toBeLessThanOrEqual(capacity);
        expect(found.high).toBeGreaterThan(capacity);
        expect(found.high / found.low).toBeLessThanOrEqual(1.051);
        expect(found.rate).toBeGreaterThanOrEqual(found.low);
        expect(found.rate).toBeLessThanOrEqual(found.high);
        expect(found.binding).toBe('online');
        if (found.saturation !== undefined) expect(found.saturation).toBeCloseTo(capacity, 6);
        expect(asked.filter(({ kind }) => kind === 'probe').length).toBeLessThanOrEqual(18);
        expect(asked.at(-1)).toMatchObject({ kind: 'sustain', rate: found.low });
      }),
      { numRuns: 200 },
    );
  });

  it('is not misled by a moment in which this machine was late, and believes it three times', () => {
    const lag: LoadFault = { kind: 'lag', what: 'late', fix: 'wait' };
    const late = (report: TrialReport): TrialReport => ({ ...report, faults: [lag], verdict: 'undecided' });
    const serve = cliffAt(40);
    for (let first = 0; first < 14; first++) {
      const once = search(startSearch({ arm, classes: [online] }), (asked, id) => {
        const report = serve(asked, id);
        return id === first || id === first + 1 ? late(report) : report;
      });
      expect(once.capacity.faults).toEqual([]);
      expect(once.capacity.low).toBeGreaterThan(40 / 1.051);
    }
    const always = search(startSearch({ arm, classes: [online] }), (asked, id) =>
      asked.rate > 10 ? late(serve(asked, id)) : serve(asked, id),
    );
    expect(always.capacity.faults).toMatchObject([{ kind: 'not-reached' }]);
    expect(always.capacity.high).toBeLessThanOrEqual(10);
  });

  it('never says a rate above the lowest that is missed, nor leaves its range, whatever the trials tell', () => {
    const share = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.2, noNaN: true }));
    const told = fc.record({ share, steady: fc.constantFrom('steady', 'growing', 'undecided') });
    fc.assert(
      fc.property(fc.array(told, { minLength: 40, maxLength: 40 }), (answers) => {
        const state = startSearch({ arm, classes: [online], from: 2, to: 50 });
        const { capacity, trials, asked } = search(state, (step, id) => {
          const {
            share: [value, half],
            steady,
          } = answers[id % 40]!;
          const over = { value, low: Math.max(0, value - half), high: Math.min(1, value + half) };
          return trialReport({
            id,
            rate: step.rate,
            durationMs: step.durationMs,
            purpose: purposeOf(step),
            over,
            steady,
          });
        });
        const probes = asked.filter(({ kind }) => kind === 'probe');
        expect(probes.length).toBeLessThanOrEqual(25);
        expect(asked.length - probes.length).toBeLessThanOrEqual(3);
        for (const { rate } of asked) {
          expect(rate).toBeGreaterThanOrEqual(2);
          expect(rate).toBeLessThanOrEqual(50);
        }
        expect(capacity.low).toBeLessThanOrEqual(capacity.rate);
        expect(capacity.rate).toBeLessThanOrEqual(capacity.high);
        const last = trials.at(-1)!;
        const held = last.plan.purpose.kind === 'sustained' && last.verdict === 'kept';
        expect(capacity.low > 0).toBe(held);
      }),
      { numRuns: 300 },
    );
  });

  it('is a function of the finished trials: one that was killed goes on as it would have', () => {
    const state = startSearch({ arm, classes: [online] });
    const whole = search(state, cliffAt(37));
    const resumed = search(state, (asked, id) => whole.trials[id] ?? cliffAt(37)(asked, id));
    expect(resumed).toEqual(whole);
  });

  it('says that nothing was missed rather than a capacity', () => {
    const { capacity } = search(startSearch({ arm, classes: [online], to: 30 }), cliffAt(1e9));
    expect(capacity).toMatchObject({ rate: 30, low: 30, high: 30, faults: [{ kind: 'not-reached' }] });
    expect(capacity.binding).toBeUndefined();
  });

  it('has a capacity of 0 where the lowest rate is missed', () => {
    const { capacity, asked } = search(startSearch({ arm, classes: [online], from: 5 }), cliffAt(3));
    expect(capacity).toMatchObject({ rate: 0, low: 0, high: 5, binding: 'online', faults: [] });
    expect(asked).toHaveLength(1);
  });

  it('steps down at most twice where the rate cannot be held, and then holds nothing', () => {
    const { capacity, asked } = search(startSearch({ arm, classes: [online] }), (step, id) =>
      step.kind === 'probe'
        ? cliffAt(40)(step, id)
        : trialReport({
            id,
            rate: step.rate,
            durationMs: step.durationMs,
            purpose: { kind: 'sustained' },
            over: none,
            steady: 'undecided',
          }),
    );
    const sustained = asked.filter(({ kind }) => kind === 'sustain').map(({ rate }) => rate);
    expect(sustained).toHaveLength(3);
    expect(sustained[0]! / sustained[1]!).toBeCloseTo(1.05, 1);
    expect(capacity).toMatchObject({ low: 0, sustained: { verdict: 'undecided' } });
  });

  it('holds the lower rate where that one can be held', () => {
    let runs = 0;
    const { capacity } = search(startSearch({ arm, classes: [online] }), (step, id) => {
      const again = step.kind === 'sustain' && runs++ === 0;
      return again
        ? trialReport({
            id,
            rate: step.rate,
            durationMs: step.durationMs,
            purpose: { kind: 'sustained' },
            over: all,
            steady: 'growing',
          })
        : cliffAt(40)(step, id);
    });
    expect(capacity.faults).toEqual([]);
    expect(capacity.low).toBeLessThan(38);
    expect(capacity.high).toBeGreaterThan(capacity.low);
    expect(capacity.high).toBeLessThan(40);
  });

  it('calls a rate missed whose backlog grows, however quick the answers still are', () => {
    const { capacity } = search(startSearch({ arm, classes: [online] }), (step, id) => {
      const { rate, durationMs } = step;
      return trialReport({
        id,
        rate,
        durationMs,
        purpose: purposeOf(step),
        over: { ...none, high: 0.01 },
        steady: rate > 20 ? 'growing' : 'steady',
      });
    });
    expect(capacity.low).toBeLessThanOrEqual(20);
    expect(capacity.high).toBeLessThanOrEqual(22);
  });

  it('blames this machine, and not the server, where it cannot send as fast', () => {
    const lag: LoadFault = { kind: 'lag', what: 'late', fix: 'give it more workers' };
    const { capacity, asked } = search(startSearch({ arm, classes: [online] }), (step, id) => {
      const report = cliffAt(1e9)(step, id);
      return step.rate > 100 ? { ...report, faults: [lag], verdict: 'undecided' as const } : report;
    });
    expect(capacity.binding).toBeUndefined();
    expect(capacity.low).toBeGreaterThan(80);
    expect(capacity.low).toBeLessThanOrEqual(100);
    expect(capacity.faults).toMatchObject([{ kind: 'not-reached', fix: 'give it more workers, or more machines' }]);
    expect(asked.length).toBeLessThan(15);
  });

  it.each(['interrupted', 'lost'] as const)('ends with a trial that is %s, and holds nothing', (kind) => {
    const fault: LoadFault = { kind, what: 'over', fix: 'try again' };
    const { capacity, asked } = search(startSearch({ arm, classes: [online] }), (step, id) => {
      const report = cliffAt(40)(step, id);
      return id === 4 ? { ...report, faults: [fault], verdict: 'undecided' as const } : report;
    });
    expect(asked).toHaveLength(5);
    expect(capacity.low).toBe(0);
    expect(capacity.faults.map((one) => one.kind)).toEqual([kind]);
  });
});

describe('a start', () => {
  it.each([
    [{ classes: [] }, 'promises'],
    [{ classes: [{ ...online, slo: { latency: [] } }] }, 'promises'],
    [{ classes: [online], from: 0 }, 'range'],
    [{ classes: [online], from: 10, to: 9 }, 'range'],
    [{ classes: [online], to: Number.POSITIVE_INFINITY }, 'range'],
    [{ classes: [online], precision: 0 }, 'precision'],
    [{ classes: [online], maxProbes: 0 }, 'precision'],
  ])('refuses %j', (options, word) => {
    expect(() => startSearch({ arm, ...options })).toThrow(word);
  });
});
