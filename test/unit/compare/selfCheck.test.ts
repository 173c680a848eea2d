import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { createStopRule } from '../../../src/compare/stopRule.ts';
import type { RunPlan } from '../../../src/model/run.ts';
import type { Sample } from '../../../src/model/sample.ts';
import { anArm, aPlan, aRun } from './builders.ts';
import { type Measured, measured, together } from './measured.ts';

const pool = ['a', 'b', 'c'].map((of) => ({ caseId: `${of} (self-check)`, of }));
const plan: RunPlan = aPlan({ caseIds: ['a', 'b', 'c'], selfCheck: { count: 1, pool } });

/** Every case of the plan, the first executions of its baseline taking 30, 10 and 20 ms. */
function cases(what: Measured = {}): readonly Sample[] {
  const took: Record<string, number> = { a: 30, b: 10, c: 20 };
  return together(
    ...plan.caseIds.map((caseId) =>
      measured({ ...what, caseId, sample: () => ({ outcome: { kind: 'completed', clientMs: took[caseId] ?? 0 } }) }),
    ),
  );
}

function selfCheck(what: Measured = {}): readonly Sample[] {
  return measured({ caseId: 'b (self-check)', ...what });
}

function judged(...parts: readonly (readonly Sample[])[]) {
  return compareRun(aRun({ plan, samples: together(...parts) }));
}

describe('the stop rule', () => {
  const rule = createStopRule(plan);

  it('waits for the first round, then keeps the cheapest of the pool', () => {
    expect(rule.screening([])).toEqual(['a', 'b', 'c']);
    expect(rule.screening(cases({ screening: 1 }))).toEqual(['a', 'b', 'c', 'b (self-check)']);
  });

  it('does not choose before each of the pool has run, as after an interruption', () => {
    const part = cases({ screening: 1 }).filter((one) => one.caseId !== 'c');
    expect(rule.screening(part)).toEqual(['a', 'b', 'c']);
  });

  it('keeps its choice however later executions turn out', () => {
    const later = together(
      cases({ screening: 1 }),
      cases({ screening: 4 }).map((one) => ({ ...one, round: one.round + 1 })),
    );
    expect(rule.screening(later)).toEqual(['b (self-check)']);
  });

  it('prefers a case that completes to one that fails at once', () => {
    const failing = cases({ screening: 1 }).map((one) =>
      one.caseId === 'b' ? { ...one, outcome: { kind: 'failed', clientMs: 1, code: 1, message: 'no' } as const } : one,
    );
    expect(rule.screening(failing)).toContain('c (self-check)');
  });

  it('screens and confirms it as any other case', () => {
    expect(rule.screening(together(cases(), selfCheck()))).toEqual([]);
    expect(rule.confirmation(together(cases(), selfCheck({ ratio: 2 })))).toEqual({
      open: ['b (self-check)'],
      roundsPerSession: 2,
      looksLeft: 3,
    });
    expect(rule.confirmation(together(cases(), selfCheck({ ratio: 2, confirmation: [2, 2, 2, 2] }))).open).toEqual([]);
    expect(rule.suspects(together(cases(), selfCheck({ ratio: 2 })))).toEqual([]);
  });
});

describe('the report', () => {
  it('holds no trace of it among the cases, counts and totals, whatever it shows', () => {
    const slow = { ratio: 1.3, confirmation: [2, 2, 2, 2] };
    const without = judged(cases(slow));
    for (const own of [{}, { ratio: 3, confirmation: [2, 2, 2, 2] }, { ratio: 0.2, confirmation: [2, 2, 2, 2] }]) {
      const report = judged(cases(slow), selfCheck(own));
      const { selfCheck: _, notices: __, ...rest } = report;
      const { selfCheck: ___, notices: ____, ...expected } = without;
      expect(rest).toEqual(expected);
    }
  });

  it('says that nothing was flagged', () => {
    const report = judged(cases(), selfCheck());
    expect(report.selfCheck).toMatchObject({ kind: 'ran', flagged: 0, unconfirmed: 0, equivalent: 1, executions: 10 });
    expect(report.selfCheck).toMatchObject({ cases: [{ caseId: 'b (self-check)', of: 'b', verdict: 'equivalent' }] });
    expect(report.notices).toEqual([]);
  });

  it('warns of time when a confirmed change was seen where there was none', () => {
    const report = judged(cases(), selfCheck({ ratio: 2, confirmation: [2, 2, 2, 2] }));
    expect(report.selfCheck).toMatchObject({ flagged: 1, unconfirmed: 0 });
    expect(report.notices).toMatchObject([{ code: 'self-check-flagged', level: 'caution' }]);
    expect(report.notices[0]?.text).toMatch(/Do not trust the verdicts on time.*measure again/);
  });

  it('counts a suspicion that did not repeat as unconfirmed, without a warning', () => {
    const quiet = measured({
      caseId: 'b (self-check)',
      screening: 0,
      noise: 12,
      ratio: 1.06,
      confirmation: [2, 2, 2, 2],
    });
    const report = judged(cases(), selfCheck({ ratio: 1.5 }), quiet);
    expect(report.selfCheck).toMatchObject({ flagged: 0, unconfirmed: 1 });
    expect(report.notices).toEqual([]);
  });

  it('judges its counters even where the tables of the arms differ, for both its arms read the same ones', () => {
    const table = { database: 'd', table: 't', engine: 'MergeTree', parts: 1, rows: 10, bytes: 10 };
    const arms = [anArm('baseline', { dataset: [table] }), anArm('candidate', { dataset: [{ ...table, rows: 20 }] })];
    const grown = selfCheck({ facts: (arm) => ({ readRows: arm === 'candidate' ? 50_000 : 1000 }) });
    const report = compareRun(aRun({ plan, arms, samples: together(cases(), grown) }));
    expect(report.selfCheck).toMatchObject({ flagged: 1 });
  });

  it('tells a run without it from one whose self-check was switched off', () => {
    expect(compareRun(aRun()).selfCheck).toBeNull();
    const off = compareRun(aRun({ plan: aPlan({ selfCheck: { count: 0, pool: [] } }), samples: measured() }));
    expect(off.selfCheck).toEqual({ kind: 'off' });
  });

  it('says so when it came to nothing', () => {
    expect(judged(cases({ screening: 1 })).selfCheck).toMatchObject({ kind: 'ran', flagged: 0, cases: [] });
  });
});
