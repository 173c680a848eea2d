import { describe, expect, it } from 'vitest';
import { probedRate } from '../../../../src/load/capacity/margin.ts';
import { nextStep } from '../../../../src/load/capacity/nextStep.ts';
import { verdictAtRate } from '../../../../src/load/capacity/rateVerdict.ts';
import { startSearch } from '../../../../src/load/capacity/searchState.ts';
import { waitedForAt } from '../../../../src/load/capacity/waitedFor.ts';
import { loadVerdict } from '../../../../src/load/loadVerdict.ts';
import { summarizeTrial } from '../../../../src/load/summarizeTrial.ts';
import { unjudged } from '../../../../src/load/unjudged.ts';
import type { LoadClass } from '../../../../src/model/loadClass.ts';
import type { TrialPurpose } from '../../../../src/model/loadPlan.ts';
import type { TrialReport } from '../../../../src/model/loadReport.ts';
import { type SimulatedQueue, simulatedTrial, simulateQueue } from '../../../support/queueSimulation.ts';
import { online, purposeOf, search, trialReport } from '../../../support/searchedTrials.ts';
import { planOf } from '../trials.ts';

const silent: LoadClass = { name: 'batch', match: {}, settings: {} };
const classes = [online, silent];

type Served = Pick<SimulatedQueue, 'servers' | 'serviceMs' | 'mostWaiting'>;
const quick: Served = { servers: 8, serviceMs: () => 10 };
const slow: Served = { servers: 1, serviceMs: () => 40 };
/** Ends half of what comes, and refuses the others at once. */
const shedding: Served = { servers: 1, serviceMs: () => 40, mostWaiting: 2 };
const refusing: Served = { servers: 0, serviceMs: () => 10, mostWaiting: 0 };

/** Fifty requests a second of a class that promises something, and as many of one that does not. */
function beside(batch: Served & Pick<SimulatedQueue, 'stalls'>, purpose: TrialPurpose, rate = 50, id = 0): TrialReport {
  const arrival = { kind: 'constant', rate } as const;
  const offered = ['online', 'batch'].map((of) => ({ of, arrival, background: false }));
  const arrivals = (of: string) => Array.from({ length: rate * 32 }, (_, i) => ({ of, at: (1000 * i) / rate }));
  const requests = [
    ...simulateQueue({ ...quick, arrivals: arrivals('online') }),
    ...simulateQueue({ ...batch, arrivals: arrivals('batch') }),
  ];
  return summarizeTrial(simulatedTrial({ ...planOf(offered, 30), purpose, id }, requests), { classes });
}

describe('a class that is in the rate and promises nothing', () => {
  it('has to end what comes in', () => {
    expect(verdictAtRate(beside(quick, { kind: 'probe' }))).toBe('kept');
    expect(verdictAtRate(beside(slow, { kind: 'probe' }))).toBe('missed');
  });

  it('is not judged by a load that is not searched, nor where it is there to disturb', () => {
    expect(beside(slow, { kind: 'load' }).verdict).toBe('kept');
    const { plan } = beside(slow, { kind: 'probe' });
    const offered = plan.offered.map((one) => ({ ...one, background: one.of === 'batch' }));
    const arrivals = Array.from({ length: 50 * 32 }, (_, i) => ({ of: 'online', at: 20 * i }));
    const others = simulateQueue({ ...slow, arrivals: arrivals.map(({ at }) => ({ of: 'batch', at })) });
    const trial = simulatedTrial({ ...plan, offered }, [...simulateQueue({ ...quick, arrivals }), ...others]);
    expect(verdictAtRate(summarizeTrial(trial, { classes }))).toBe('kept');
  });

  it('and of which nothing is answered leaves the rate that was held undecided', () => {
    const held = beside(refusing, { kind: 'sustained' });
    expect(verdictAtRate(held)).toBe('undecided');
    const state = startSearch({ arm: 'baseline', classes, from: 10, to: 100 });
    const over = { value: 1, low: 0.99, high: 1 };
    const kept = { value: 0, low: 0, high: 0.01 };
    const probes = [
      trialReport({ id: 1, rate: 100, over: kept, durationMs: 60_000 }),
      trialReport({ id: 2, rate: 103, over, durationMs: 60_000 }),
    ];
    const finished = [...probes, held];
    const step = nextStep(state, finished);
    if (step.kind !== 'done') throw new Error('nothing lower is tried');
    expect(step.capacity).toMatchObject({ low: 0, faults: [], sustained: { trial: 0, verdict: 'undecided' } });
    const report = { command: 'capacity', trials: finished, capacity: [step.capacity], notices: [] } as const;
    expect(loadVerdict({ ...report, status: { kind: 'complete' } })).toEqual({
      kind: 'undecided',
      reasons: [
        'nothing is promised of batch, and all 1500 of its requests failed: TOO_MANY_SIMULTANEOUS_QUERIES (202)',
      ],
    });
  });

  it('and is refused in part misses the rate, as the class that gives way', () => {
    for (const kind of ['probe', 'sustained'] as const) {
      const report = beside(shedding, { kind });
      expect(verdictAtRate(report)).toBe('missed');
      expect(probedRate(report)).toMatchObject({ nearest: 'batch', rate: 100 });
      expect(probedRate(report)!.margin.value).toBeCloseTo(0.5 / 0.05, 0);
      expect(waitedForAt('batch', report, undefined)).toBe('errors');
    }
    expect(beside(shedding, { kind: 'load' }).verdict).toBe('kept');
  });

  it('and of which a few are refused does not, unless they may be more than a twentieth', () => {
    const freeze = (ms: number) => ({ ...quick, servers: 1, mostWaiting: 2, stalls: [{ from: 9000, to: 9000 + ms }] });
    expect(beside(freeze(100), { kind: 'sustained' }).classes[1]?.failed[0]?.count).toBeGreaterThan(0);
    expect(verdictAtRate(beside(freeze(100), { kind: 'sustained' }))).toBe('kept');
    const open = beside(freeze(1500), { kind: 'sustained' });
    expect(verdictAtRate(open)).toBe('undecided');
    expect(unjudged(open)).toEqual([
      'nothing is promised of batch, but it is in the rate, and 73 of its 1500 requests failed: TOO_MANY_SIMULTANEOUS_QUERIES (202)',
    ]);
  });

  it('keeps a search from a rate at which it is refused', () => {
    const state = startSearch({ arm: 'baseline', classes, from: 2, to: 400 });
    const { capacity } = search(state, (step, id) => beside(shedding, purposeOf(step), step.rate / 2, id));
    expect(capacity).toMatchObject({
      faults: [],
      binding: 'batch',
      waitedFor: 'errors',
      sustained: { verdict: 'kept' },
    });
    expect(capacity.low).toBeGreaterThan(45);
    expect(capacity.high).toBeLessThan(56);
  });

  it('and is of users who are refused leaves it undecided: others were measured beside less than was offered', () => {
    const offered = [
      { of: 'online', arrival: { kind: 'constant', rate: 50 }, background: false },
      { of: 'batch', arrival: { kind: 'closed', users: 2, thinkMs: 0 }, background: false },
    ] as const;
    const { plan: _, ...told } = beside(shedding, { kind: 'probe' });
    const report = { ...told, plan: { ...planOf(offered, 30), purpose: { kind: 'probe' } as const } };
    expect(verdictAtRate(report)).toBe('undecided');
    expect(probedRate(report)?.nearest).toBe('online');
    // What users still waited for when it was over, and a single failure of theirs, are no refusal.
    const [online, batch] = report.classes;
    for (const [name, count] of [
      ['stopped', 4],
      ['TIMEOUT_EXCEEDED (159)', 1],
    ] as const) {
      const failed = [{ name, count, share: count / 40 }];
      const ended = { ...batch!, requests: 40, good: 40 - count, failed };
      expect(verdictAtRate({ ...report, classes: [online!, ended] }), name).toBe('kept');
    }
  });

  it('is not missed for what had not ended when a trial was looked at', () => {
    const report = beside(shedding, { kind: 'probe' });
    const [online, batch] = report.classes;
    const failed = [{ name: 'pending', count: 750, share: 0.5 }];
    expect(verdictAtRate({ ...report, classes: [online!, { ...batch!, failed }] })).toBe('undecided');
  });
});
