import { describe, expect, it } from 'vitest';
import { decideProbe, lookTimes, type ProbeLook } from '../../../../src/load/capacity/probeLook.ts';
import type { TrialPlan } from '../../../../src/model/loadPlan.ts';
import { simulatedTrial, simulateQueue } from '../../../support/queueSimulation.ts';
import { online } from '../../../support/searchedTrials.ts';

const classes = [online];

function planned(rate: number, durationMs: number, kind: 'probe' | 'sustained' = 'probe'): TrialPlan {
  const offered = [{ of: 'online', arrival: { kind: 'constant', rate }, background: false }] as const;
  return { id: 0, arm: 'baseline', purpose: { kind }, offered, seed: 1, warmupMs: 2000, durationMs };
}

/** A look at evenly sent requests on so many slots, each of which they take for 100 ms. */
function look(rate: number, slots: number, atMs: number, silentFrom = Number.POSITIVE_INFINITY): ProbeLook {
  const plan = planned(rate, 60_000);
  const arrivals = Array.from({ length: (atMs * rate) / 1000 }, (_, i) => ({ of: 'online', at: (1000 * i) / rate }));
  const stalls = [{ from: silentFrom, to: 1e9 }];
  const requests = simulateQueue({ arrivals, servers: slots, serviceMs: () => 100, stalls });
  const pending = requests.filter(({ done }) => done > atMs);
  const { tallies } = simulatedTrial(
    plan,
    requests.filter(({ done }) => done <= atMs),
  );
  return {
    plan,
    classes,
    tallies,
    pending: pending.map(({ of, at }) => ({ of, second: Math.floor(at / 1000), count: 1 })),
    atMs,
  };
}

describe('a probe is looked at', () => {
  it('after five judged seconds whose requests have had their time, then after twice as many, at most four times', () => {
    expect(lookTimes(planned(10, 30_000), classes)).toEqual([8_000, 13_000, 23_000]);
    expect(lookTimes(planned(10, 4_000), classes)).toEqual([]);
    expect(lookTimes(planned(10, 600_000), classes)).toEqual([43_000, 83_000, 163_000, 323_000]);
  });
});

describe('a probe ends early', () => {
  it('where all is well and enough was sent to prove it', () => {
    expect(decideProbe(look(100, 20, 13_000))).toBe('stop');
    expect(decideProbe(look(100, 20, 8_000))).toBe('go on');
    expect(decideProbe(look(5, 20, 13_000))).toBe('go on');
  });

  it('where the backlog grows, though no answer has been late yet', () => {
    const growing = look(44, 4, 9_000);
    expect(growing.tallies.every(({ latency }) => latency.every(([us]) => us < 1e6))).toBe(true);
    expect(decideProbe(growing)).toBe('stop');
  });

  it('not on the word of those alone that were answered: what is pending for longer than the promise is over', () => {
    const silent = look(100, 20, 13_000, 10_000);
    expect(silent.pending.length).toBeGreaterThan(250);
    expect(decideProbe(silent)).toBe('go on');
  });
});

describe('a run that holds a rate', () => {
  const held = (one: ProbeLook): ProbeLook => ({ ...one, plan: planned(100, 600_000, 'sustained') });

  it('goes on for all of its time while the rate is kept', () => {
    expect(decideProbe(look(100, 20, 43_000))).toBe('stop');
    expect(decideProbe(held(look(100, 20, 43_000)))).toBe('go on');
  });

  it('ends early where the rate is missed', () => {
    expect(decideProbe(held(look(100, 4, 9_000)))).toBe('stop');
  });
});
