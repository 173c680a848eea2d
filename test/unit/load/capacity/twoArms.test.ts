import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextTurn } from '../../../../src/load/capacity/armTurns.ts';
import { capacityRatio } from '../../../../src/load/capacity/capacityRatio.ts';
import { offeredRate } from '../../../../src/load/capacity/margin.ts';
import { verdictAtRate } from '../../../../src/load/capacity/rateVerdict.ts';
import { startSearch } from '../../../../src/load/capacity/searchState.ts';
import { loadVerdict } from '../../../../src/load/loadVerdict.ts';
import type { ArmName } from '../../../../src/model/arm.ts';
import type { Capacity, LoadFault, TrialReport } from '../../../../src/model/loadReport.ts';
import { online, purposeOf, search, trialReport } from '../../../support/searchedTrials.ts';

const arms: readonly ArmName[] = ['baseline', 'candidate'];

/** What went wrong with the trial of an arm, as one that misses by far and yet steadily. */
type Trouble = (arm: ArmName, rate: number, id: number) => LoadFault['kind'] | undefined;

/** Searches both arms, of which each keeps its promises up to a rate. */
function searchBoth(
  capacities: Record<string, number>,
  trouble: Trouble = () => undefined,
): {
  trials: readonly TrialReport[];
  found: readonly Capacity[];
} {
  const searches = arms.map((arm) => startSearch({ arm, classes: [online] }));
  const trials: TrialReport[] = [];
  for (;;) {
    const turn = nextTurn(searches, trials);
    if (turn.kind === 'done') return { trials, found: turn.capacities };
    const { arm, step } = turn;
    const kind = trouble(arm, step.rate, trials.length);
    const missed = kind !== undefined || step.rate > capacities[arm]!;
    const over = missed ? { value: 1, low: 0.9, high: 1 } : { value: 0, low: 0, high: 0.01 };
    const { rate, durationMs } = step;
    const steady = missed ? 'growing' : 'steady';
    const told = { id: trials.length, arm, rate, durationMs, purpose: purposeOf(step), over, steady } as const;
    const report = trialReport(told);
    const faults = kind === undefined ? [] : [{ kind, what: 'it went wrong', fix: 'run it again' }];
    trials.push({ ...report, faults, verdict: kind === undefined ? report.verdict : 'undecided' });
  }
}

describe('two arms', () => {
  it('take turns as A B B A, at the same rates where they are alike', () => {
    const { trials, found } = searchBoth({ baseline: 40, candidate: 40 });
    const letters = trials.map(({ plan }) => (plan.arm === 'baseline' ? 'A' : 'B')).join('');
    expect(letters).toMatch(/^(ABBA)+(AB)?$/);
    const rates = arms.map((arm) => trials.flatMap(({ plan }) => (plan.arm === arm ? plan.offered : [])));
    expect(rates[0]).toEqual(rates[1]);
    expect(found.map(({ arm }) => arm)).toEqual(arms);
    const ratio = capacityRatio(found[0]!, found[1]!)!;
    expect(ratio.value).toBe(1);
    expect(ratio.low).toBeGreaterThan(0.94);
  });

  it('have a ratio that is right where both intervals are', () => {
    const { found } = searchBoth({ baseline: 50, candidate: 30 });
    const ratio = capacityRatio(found[0]!, found[1]!)!;
    expect(ratio.low).toBeLessThanOrEqual(0.6);
    expect(ratio.high).toBeGreaterThanOrEqual(0.6);
    expect(ratio.value).toBeCloseTo(0.6, 1);
  });
});

describe('what went wrong with a trial', () => {
  const ofServer = ['restarted', 'silence'] as const;
  const others = ['background', 'unanswered', 'no-end', 'cut', 'no-evidence', 'clock'] as const;
  const passing = [...ofServer, ...others] as const;
  const sound = searchBoth({ baseline: 40, candidate: 40 });
  const ofBaseline = sound.trials.filter(({ plan }) => plan.arm === 'baseline');
  /** The same searches, with one trial of the baseline at fault. */
  const spoiltAt = (kind: LoadFault['kind'], at: number) =>
    searchBoth({ baseline: 40, candidate: 40 }, (_, _rate, id) => (id === at ? kind : undefined)).found;

  it.each(others)('proves no miss: where one of the baseline is %s, it is tried again', (kind) => {
    for (const { plan } of ofBaseline) {
      const found = spoiltAt(kind, plan.id);
      expect(found.map(({ faults }) => faults)).toEqual([[], []]);
      expect(found[0]!.high).toBeGreaterThan(40);
      expect(capacityRatio(found[0]!, found[1]!)!.low).toBeLessThan(1);
    }
  });

  it.each(ofServer)('proves no miss, and stays with its rate: %s up to the capacity is not taken back', (kind) => {
    for (const { plan } of ofBaseline) {
      const found = spoiltAt(kind, plan.id);
      const rate = offeredRate(plan);
      const stays = rate <= found[0]!.rate;
      const what = `at ${Number(rate.toPrecision(4))} requests a second it went wrong`;
      expect(found.map(({ faults }) => faults.map((one) => one.what))).toEqual([stays ? [what] : [], []]);
      expect(found[0]!.high).toBeGreaterThan(40);
      expect(capacityRatio(found[0]!, found[1]!) === undefined).toBe(stays);
    }
    expect(ofBaseline.some(({ plan }) => offeredRate(plan) > 40)).toBe(true);
  });

  it.each(ofServer)('ends the search where it is %s in the run that holds a rate: what it did there stays', (kind) => {
    const state = startSearch({ arm: 'baseline', classes: [online] });
    const fault: LoadFault = { kind, what: 'it went wrong', fix: 'run it again' };
    const { capacity, asked, trials } = search(state, (step, id) => {
      const { rate, durationMs } = step;
      const over = rate > 40 ? { value: 1, low: 0.9, high: 1 } : { value: 0, low: 0, high: 0.01 };
      const report = trialReport({ id, rate, durationMs, purpose: purposeOf(step), over });
      return step.kind === 'probe' ? report : { ...report, faults: [fault], verdict: 'undecided' };
    });
    expect(asked.filter((one) => one.kind === 'sustain')).toHaveLength(1);
    expect(capacity).toMatchObject({ low: 0, faults: [{ kind }] });
    const report = { command: 'capacity', trials, capacity: [capacity], notices: [] } as const;
    expect(loadVerdict({ ...report, status: { kind: 'complete' } }).kind).toBe('invalid');
  });

  it.each([...passing, 'lag', 'left-running'] as const)('is no verdict on its rate: %s', (kind) => {
    const faults = [{ kind, what: 'it went wrong', fix: 'run it again' }];
    const over = { value: 1, low: 0.9, high: 1 };
    expect(verdictAtRate(trialReport({ rate: 10, over, steady: 'growing' }))).toBe('missed');
    expect(verdictAtRate(trialReport({ rate: 10, over, steady: 'growing', faults }))).toBe('undecided');
  });

  it.each(passing)('and is %s in each of them ends the search of its arm after three, and is said', (kind) => {
    const { trials, found } = searchBoth({ baseline: 40, candidate: 40 }, (arm) =>
      arm === 'baseline' ? kind : undefined,
    );
    expect(trials.filter(({ plan }) => plan.arm === 'baseline')).toHaveLength(3);
    expect(found.map(({ faults }) => faults.map((one) => one.kind))).toEqual([[kind], []]);
    expect(capacityRatio(found[0]!, found[1]!)).toBeUndefined();
  });

  it.each(['left-running', 'end-unknown'] as const)(
    'and is %s ends the search: it may disturb what follows',
    (kind) => {
      let left = false;
      const { trials, found } = searchBoth({ baseline: 40, candidate: 40 }, (arm, rate) => {
        if (left || arm !== 'baseline' || rate <= 5) return undefined;
        left = true;
        return kind;
      });
      expect(trials.filter(({ plan }) => plan.arm === 'baseline').at(-1)?.faults).toHaveLength(1);
      expect(found[0]!.faults.map((one) => one.kind)).toEqual([kind]);
      expect(found[0]!.low).toBe(0);
      expect(capacityRatio(found[0]!, found[1]!)).toBeUndefined();
    },
  );

  it.each(['background', 'lag'] as const)(
    'in the run that holds a rate is no word on the server: after %s it is held once more, and the fault is said where it stays',
    (kind) => {
      let runs = 0;
      const state = startSearch({ arm: 'baseline', classes: [online] });
      const kept = { value: 0, low: 0, high: 0.01 };
      const over = { value: 1, low: 0.9, high: 1 };
      const fault: LoadFault = { kind, what: 'it went wrong', fix: 'run it again' };
      for (const spoilt of [1, 3]) {
        runs = 0;
        const { capacity, asked } = search(state, (step, id) => {
          const { rate, durationMs } = step;
          const report = trialReport({ id, rate, durationMs, purpose: purposeOf(step), over: rate > 40 ? over : kept });
          if (step.kind === 'probe' || runs++ >= spoilt) return report;
          return { ...report, faults: [fault], verdict: 'undecided' };
        });
        const rates = asked.filter((one) => one.kind === 'sustain').map(({ rate }) => rate);
        expect(new Set(rates).size).toBe(1);
        expect(rates).toHaveLength(spoilt === 1 ? 2 : 3);
        expect(capacity.faults).toEqual(spoilt === 1 ? [] : [fault]);
        expect(capacity.low > 0).toBe(spoilt === 1);
      }
    },
  );
});

describe('the ratio of capacities', () => {
  const part = fc.double({ min: 0.1, max: 10, noNaN: true });
  const capacity = (arm: ArmName) =>
    fc.tuple(part, part, part, part).map((values): readonly [Capacity, number] => {
      const [low, rate, high] = values.slice(0, 3).sort((a, b) => a - b) as [number, number, number];
      return [{ arm, low, rate, high, probes: [], faults: [] }, low + ((high - low) * values[3]) / 10];
    });

  it('covers the true one, wherever in their intervals the true capacities are', () => {
    fc.assert(
      fc.property(capacity('baseline'), capacity('candidate'), ([a, trueA], [b, trueB]) => {
        const { value, low, high } = capacityRatio(a, b)!;
        expect(low).toBeLessThanOrEqual((trueB / trueA) * (1 + 1e-12));
        expect(high).toBeGreaterThanOrEqual((trueB / trueA) * (1 - 1e-12));
        expect(value).toBe(b.rate / a.rate);
      }),
    );
  });

  const whole: Capacity = { arm: 'baseline', rate: 10, low: 9, high: 11, probes: [], faults: [] };
  const fault = { kind: 'not-reached', what: 'none is missed', fix: 'search up to a higher rate' } as const;
  it.each([
    ['a fault of the baseline', { ...whole, faults: [fault] }, whole],
    ['a fault of the candidate', whole, { ...whole, faults: [fault] }],
    ['a baseline that holds nothing', { ...whole, low: 0 }, whole],
    ['a baseline of 0', { ...whole, rate: 0, low: 0 }, whole],
  ])('is not told with %s', (_, a, b) => {
    expect(capacityRatio(a, b)).toBeUndefined();
  });
});
