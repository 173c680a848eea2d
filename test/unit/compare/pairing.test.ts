import { describe, expect, it } from 'vitest';
import { pairSamples } from '../../../src/compare/timing/pairing.ts';
import { aSample, facts } from './builders.ts';
import { measured } from './measured.ts';

const timedOut = { kind: 'timedOut', clientMs: 30_000, limitMs: 30_000 } as const;
const failed = { kind: 'failed', clientMs: 3, code: 60, message: 'no table' } as const;
const missing = { kind: 'missing', cause: 'not-flushed', detail: 'flush not granted' } as const;

describe('pairing', () => {
  it('puts both halves of a round together, in time order, whatever the order of the input', () => {
    const samples = measured({ screening: 3, confirmation: [2] });
    const found = pairSamples([...samples].reverse()).get('a')!;
    expect(found.screening.map((one) => one.round)).toEqual([0, 1, 2]);
    expect(found.confirmation.map((one) => one.session)).toEqual([1, 1]);
    expect(found.screening.every((one) => one.pair !== null)).toBe(true);
    expect(found).toEqual(pairSamples(samples).get('a'));
  });

  it('counts failed, timed out, missing and half pairs apart and estimates from none of them', () => {
    const found = pairSamples([
      aSample({ seq: 0, round: 0 }),
      aSample({ seq: 1, round: 0, arm: 'candidate', outcome: failed }),
      aSample({ seq: 2, round: 1 }),
      aSample({ seq: 3, round: 1, arm: 'candidate', outcome: timedOut }),
      aSample({ seq: 4, round: 2 }),
      aSample({ seq: 5, round: 2, arm: 'candidate', evidence: missing }),
      aSample({ seq: 6, round: 3 }),
    ]).get('a')!;
    expect(found.screening.map((one) => one.pair)).toEqual([null, null, null, null]);
    expect(found.tally.baseline).toMatchObject({ completed: 4, failed: 0, timedOut: 0, missing: 0 });
    expect(found.tally.candidate).toMatchObject({
      completed: 0,
      failed: 1,
      timedOut: 1,
      missing: 1,
      message: 'no table',
    });
    expect(found.tally.candidate).toMatchObject({ limitMs: 30_000, missingDetail: 'not-flushed: flush not granted' });
    expect(found.halfPairs).toBe(1);
  });

  it('takes the later execution of a pair that a resumed run repeated', () => {
    const found = pairSamples([
      aSample({ seq: 0 }),
      aSample({ seq: 1, evidence: facts({ durationUs: 77 }) }),
      aSample({ seq: 2, arm: 'candidate' }),
    ]).get('a')!;
    expect(found.screening).toHaveLength(1);
    expect(found.screening[0]?.pair?.baseline.durationUs).toBe(77);
  });

  it('leaves out what was never executed', () => {
    expect(pairSamples([aSample({ outcome: { kind: 'skipped', reason: 'budget' } })]).size).toBe(0);
  });

  it('marks pairs in which either half compiled an expression, and keeps them as tried', () => {
    const compiling = { facts: (arm: string, n: number) => ({ events: eventsOf(arm, n) }) };
    const eventsOf = (arm: string, n: number): Record<string, number> => {
      if (arm === 'candidate' && n === 1) return { CompileFunction: 2 };
      return arm === 'baseline' && n === 2 ? { CompileExpressionsMicroseconds: 40_000 } : { CompileFunction: 0 };
    };
    const found = pairSamples(measured({ screening: 4, ...compiling })).get('a')!;
    expect(found.screening.map((one) => one.compiled)).toEqual([false, true, true, false]);
    expect(found.screening.every((one) => one.pair !== null)).toBe(true);
  });
});
