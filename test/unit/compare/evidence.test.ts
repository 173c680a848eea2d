import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { trimmedLocation } from '../../../src/compare/statistics/location.ts';
import { pEquivalent } from '../../../src/compare/timing/tested.ts';
import { currentDesign } from '../../../src/model/design.ts';
import type { VerdictEvidence } from '../../../src/model/evidence.ts';
import type { Run } from '../../../src/model/run.ts';
import { aRun } from './builders.ts';
import { type Measured, measured } from './measured.ts';

function evidenceFor(what: Measured, part: Partial<Run> = {}): VerdictEvidence {
  return compareRun(aRun({ samples: measured(what), ...part })).cases[0]!.evidence;
}

const marks = (arm: 'baseline' | 'candidate') => ({ events: { SelectedMarks: arm === 'baseline' ? 12 : 37 } });

describe('the evidence of a verdict', () => {
  it('of a confirmed change is the fresh pairs, with a p corrected over the suspects', () => {
    const evidence = evidenceFor({ ratio: 2, confirmation: [2, 2, 2, 2] });
    expect(evidence).toMatchObject({
      restsOn: 'time',
      metric: 'server_time',
      executions: { baseline: 13, candidate: 13 },
      pairs: 8,
      sessions: 4,
      fresh: true,
      test: { kind: 'slower', among: 1 },
      stoppedBy: 'confirmed in 4 fresh sessions after 8 pairs',
    });
    expect(evidence.test!.p).toBeLessThan(0.001);
    expect(evidence.estimate).toMatchObject({ level: 0.9 });
    expect(evidenceFor({ ratio: 0.5, confirmation: [2, 2, 2, 2] }).test?.kind).toBe('faster');
  });

  it('of equivalence is the larger p of two one-sided tests, and it agrees with the interval', () => {
    const equivalent = evidenceFor({});
    expect(equivalent).toMatchObject({
      restsOn: 'time',
      pairs: 5,
      sessions: 1,
      test: { kind: 'equivalent', among: 1 },
    });
    expect(equivalent.test!.p).toBeLessThan(0.05);
    const unclear = evidenceFor({ noise: 20, screening: 20 });
    expect(unclear.test).toMatchObject({ kind: 'equivalent' });
    expect(unclear.test!.p).toBeGreaterThan(0.05);
    expect(unclear.smallestVisible).toBeGreaterThan(1.05);
  });

  it('of CPU time names it', () => {
    const cpu = evidenceFor({ cpuRatio: 2, ratio: 1, confirmation: [2, 2, 2, 2] });
    expect(cpu).toMatchObject({ restsOn: 'cpu', metric: 'cpu_time', test: { kind: 'slower' } });
  });

  it('of memory names it, with its own test', () => {
    const memory = evidenceFor({
      confirmation: [2, 2, 2, 2],
      facts: (arm, n) => ({ memoryBytes: (arm === 'baseline' ? 1e8 : 3e8) * (1 + 0.001 * (n % 3)) }),
    });
    expect(memory).toMatchObject({ restsOn: 'memory', metric: 'memory', test: { kind: 'larger' }, pairs: 8 });
  });

  it('of counters is the counters and the executions they were constant in, and no test', () => {
    const counters = evidenceFor({ facts: marks });
    expect(counters).toMatchObject({ restsOn: 'counters', metric: 'SelectedMarks', estimate: null, test: null });
    expect(counters.counters).toEqual([
      {
        metric: 'SelectedMarks',
        label: 'selected marks',
        unit: 'count',
        baseline: 12,
        candidate: 37,
        ratio: 37 / 12,
        executions: { baseline: 5, candidate: 5 },
      },
    ]);
  });

  it('of a suspicion that nothing has tested has no p', () => {
    const untested = evidenceFor({ ratio: 2 });
    expect(untested).toMatchObject({ restsOn: 'time', test: null, fresh: false });
  });

  it('of failures and of missing facts has no estimate', () => {
    const outcome = { kind: 'failed', clientMs: 5, code: 60, message: 'no' } as const;
    const failed = evidenceFor({ sample: (arm) => (arm === 'candidate' ? { outcome } : {}) });
    expect(failed).toMatchObject({ restsOn: 'failures', pairs: 0, estimate: null, executions: { candidate: 5 } });
    const lost = { evidence: { kind: 'missing', cause: 'log-disabled', detail: '' } } as const;
    expect(evidenceFor({ sample: () => lost })).toMatchObject({ restsOn: 'nothing', estimate: null, test: null });
  });
});

it('the p of equivalence falls to 5% exactly where an end of the 90% interval touches the margin', () => {
  const location = trimmedLocation([0.01, 0.03, 0.02, 0.05, -0.01, 0.02, 0.03], currentDesign.estimate.trimmedShare)!;
  expect(location.df).toBe(4);
  // Seven values trimmed by one a side leave five: t(4) at 5%, from published tables.
  const end = location.theta + 2.131846786326649 * Math.sqrt(location.v);
  expect(pEquivalent(location, end)).toBeCloseTo(0.05, 9);
});
