import { describe, expect, it } from 'vitest';
import { nextStep } from '../../../../src/load/capacity/nextStep.ts';
import { verdictAtRate } from '../../../../src/load/capacity/rateVerdict.ts';
import { startSearch } from '../../../../src/load/capacity/searchState.ts';
import { loadVerdict } from '../../../../src/load/loadVerdict.ts';
import { summarizeTrial } from '../../../../src/load/summarizeTrial.ts';
import type { LoadClass } from '../../../../src/model/loadClass.ts';
import type { TrialPurpose } from '../../../../src/model/loadPlan.ts';
import type { TrialReport } from '../../../../src/model/loadReport.ts';
import { type SimulatedQueue, simulatedTrial, simulateQueue } from '../../../support/queueSimulation.ts';
import { online, trialReport } from '../../../support/searchedTrials.ts';
import { planOf } from '../trials.ts';

const silent: LoadClass = { name: 'batch', match: {}, settings: {} };
const classes = [online, silent];

type Served = Pick<SimulatedQueue, 'servers' | 'serviceMs' | 'mostWaiting'>;
const quick: Served = { servers: 8, serviceMs: () => 10 };
const slow: Served = { servers: 1, serviceMs: () => 40 };
const refusing: Served = { servers: 0, serviceMs: () => 10, mostWaiting: 0 };

/** Fifty requests a second of a class that promises something, and as many of one that does not. */
function beside(batch: Served, purpose: TrialPurpose): TrialReport {
  const arrival = { kind: 'constant', rate: 50 } as const;
  const offered = ['online', 'batch'].map((of) => ({ of, arrival, background: false }));
  const arrivals = (of: string) => Array.from({ length: 50 * 32 }, (_, i) => ({ of, at: 20 * i }));
  const requests = [
    ...simulateQueue({ ...quick, arrivals: arrivals('online') }),
    ...simulateQueue({ ...batch, arrivals: arrivals('batch') }),
  ];
  return summarizeTrial(simulatedTrial({ ...planOf(offered, 30), purpose }, requests), { classes });
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
});
