import { describe, expect, it } from 'vitest';
import { drawSelfChecks, sourceOf } from '../../../src/runner/selfCheckCases.ts';

const ids = Array.from({ length: 100 }, (_, index) => `case_${index}[team=${index}]`);

describe('the draw of self-checks', () => {
  it.each([
    [1, 1],
    [4, 1],
    [39, 2],
    [100, 5],
  ])('keeps 5%% of %d cases, at least one: %d', (cases, count) => {
    const plan = drawSelfChecks(ids.slice(0, cases), 7);
    expect(plan.count).toBe(count);
    expect(plan.pool).toHaveLength(Math.min(cases, 3 * count));
  });

  it.each([1, 2, 9, 10])('may take a tenth of the executions of %d cases', (cases) => {
    expect(drawSelfChecks(ids.slice(0, cases), 7).mostShare).toBe(0.1);
  });

  it('needs no limit beside more', () => {
    expect(drawSelfChecks(ids.slice(0, 11), 7)).not.toHaveProperty('mostShare');
  });

  it('is the same for the same seed and another for another', () => {
    expect(drawSelfChecks(ids, 1)).toEqual(drawSelfChecks(ids, 1));
    expect(drawSelfChecks(ids, 1)).not.toEqual(drawSelfChecks(ids, 2));
  });

  it('takes each case once, under an id that no case has', () => {
    const { pool } = drawSelfChecks(ids, 3);
    expect(new Set(pool.map((one) => one.of)).size).toBe(pool.length);
    for (const { caseId, of } of pool) {
      expect(ids).toContain(of);
      expect(ids).not.toContain(caseId);
    }
  });
});

describe('what an execution sends', () => {
  it('is the baseline for both arms of a self-check, and its own for every other case', () => {
    const source = sourceOf({ selfCheck: { count: 1, pool: [{ caseId: 'a (self-check)', of: 'a' }] } });
    for (const arm of ['baseline', 'candidate'] as const) {
      expect(source('a (self-check)', arm)).toEqual({ caseId: 'a', arm: 'baseline' });
      expect(source('a', arm)).toEqual({ caseId: 'a', arm });
    }
    expect(sourceOf({})('a', 'candidate')).toEqual({ caseId: 'a', arm: 'candidate' });
  });
});
