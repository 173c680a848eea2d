import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { createStopRule } from '../../../src/compare/stopRule.ts';
import type { ArmName } from '../../../src/model/arm.ts';
import type { Sample } from '../../../src/model/sample.ts';
import { aPlan, aRun } from './builders.ts';
import { type Measured, measured, together } from './measured.ts';

const plan = aPlan();
const rule = createStopRule(plan);

/** Where `compiles` says so, the execution takes 20 to 80 ms more, all of it in the compiler. */
function compiling(compiles: (arm: ArmName, n: number) => boolean, what: Measured = {}): readonly Sample[] {
  const level = (arm: ArmName): number => 20_000 * (arm === 'candidate' ? (what.ratio ?? 1) : 1);
  return measured({
    ...what,
    facts: (arm, n) => {
      if (!compiles(arm, n)) return {};
      const slow = level(arm) + 50_000 + (arm === 'candidate' ? 30_000 * ((n % 3) - 1) : 0);
      return { durationUs: slow, events: { OSCPUVirtualTimeMicroseconds: slow, CompileFunction: 3 } };
    },
  });
}

const caseOf = (samples: readonly Sample[]) => compareRun(aRun({ plan, samples })).cases[0]!;
const estimateOf = (samples: readonly Sample[]) => caseOf(samples).metrics.find((one) => one.metric === 'server_time')!;

describe('pairs in which the server compiled an expression', () => {
  const twoOfSeven = (arm: ArmName, n: number): boolean => arm === 'candidate' && (n === 1 || n === 3);

  it('are set aside from time and CPU time, and counted', () => {
    const samples = compiling(twoOfSeven, { screening: 7 });
    expect(caseOf(samples).verdict).toBe('equivalent');
    expect(estimateOf(samples).result).toMatchObject({ kind: 'estimate', pairs: 5 });
    expect(estimateOf(samples).candidate?.max).toBeLessThan(30_000);
    expect(caseOf(samples).pairs).toHaveLength(7);
    expect(caseOf(samples).notices).toContainEqual(
      expect.objectContaining({ code: 'compiled', level: 'note', text: expect.stringContaining('2 of 7 pairs') }),
    );
  });

  it('go without a word when they are few', () => {
    const samples = compiling((arm, n) => arm === 'baseline' && n === 0, { screening: 7 });
    expect(estimateOf(samples).result).toMatchObject({ pairs: 6 });
    expect(caseOf(samples).notices.map((one) => one.code)).not.toContain('compiled');
  });

  it('count as tried, so that looks come when they would have come', () => {
    expect(rule.screening(compiling(twoOfSeven, { screening: 4 }))).toEqual(['a']);
    expect(rule.screening(compiling(twoOfSeven, { screening: 5 }))).toEqual([]);
  });

  it('are used after all when the query compiles in every execution', () => {
    const samples = compiling((arm) => arm === 'candidate', { screening: 5 });
    expect(rule.suspects(samples)).toEqual(['a']);
    expect(estimateOf(samples).result).toMatchObject({ kind: 'estimate', pairs: 5 });
    expect(caseOf(samples).notices).toContainEqual(
      expect.objectContaining({ text: expect.stringContaining('times include compiling') }),
    );
  });

  it('confirm nothing: only the others do', () => {
    const fresh = (arm: ArmName, n: number): boolean => arm === 'candidate' && n % 3 === 2;
    const samples = together(
      measured({ ratio: 1.5 }),
      compiling(fresh, { screening: 0, ratio: 1.5, confirmation: [2, 2, 2, 2] }),
    );
    expect(rule.confirmation(samples).open).toEqual([]);
    const { verdict } = caseOf(samples);
    expect(verdict).toBe('regressed');
    expect(estimateOf(samples).result).toMatchObject({ pairs: 6 });
  });

  it('leave an early look as it was when later pairs do not compile', () => {
    const early = (_: ArmName, n: number): boolean => n < 5;
    const before = rule.screening(compiling(early, { screening: 5, noise: 15 }));
    expect(before).toEqual(['a']);
    expect(rule.screening(compiling(early, { screening: 6, noise: 15 }))).toEqual(before);
  });
});
