import { describe, expect, it } from 'vitest';
import { armsStopRule } from '../../../../src/compare/arms/armsStopRule.ts';
import { createStopRule } from '../../../../src/compare/stopRule.ts';
import type { RunArm } from '../../../../src/model/arm.ts';
import { aRun } from '../builders.ts';
import { type Measured, measured } from '../measured.ts';
import { runOfArms } from './runOfArms.ts';

const nobody: ReadonlySet<RunArm> = new Set();
const noisy: Measured = { noise: 15, screening: 10 };
const calm: Measured = { screening: 10 };
const slower: Measured = { ...calm, ratio: 1.5 };

function asked(first: readonly Measured[], second: readonly Measured[], gone = nobody) {
  const { plan, arms, samples } = runOfArms([first, second]);
  const rule = armsStopRule(plan, arms);
  return {
    screening: rule.screening(samples, gone),
    confirmation: rule.confirmation(samples, gone),
    rounds: rule.roundsToLook(samples, plan.caseIds, gone),
  };
}

describe('a case of several arms', () => {
  it('goes on for as long as one comparison has not decided it', () => {
    expect(asked([calm], [calm]).screening).toEqual([]);
    expect(asked([noisy], [calm]).screening).toEqual(['a']);
    expect(asked([calm], [noisy]).screening).toEqual(['a']);
  });

  it('is named once, in the order of the plan, however many comparisons are open', () => {
    const cases = (one: Measured) => ['a', 'b'].map((caseId) => ({ ...one, caseId }));
    expect(asked(cases(noisy), cases(noisy)).screening).toEqual(['a', 'b']);
  });

  it('waits for no arm that is gone', () => {
    expect(asked([noisy], [calm], new Set<RunArm>(['candidate'])).screening).toEqual([]);
    expect(asked([noisy], [calm], new Set<RunArm>(['candidate2'])).screening).toEqual(['a']);
    expect(asked([calm], [slower], new Set<RunArm>(['candidate2'])).confirmation.open).toEqual([]);
  });

  it('is confirmed in fresh sessions where one candidate is suspected', () => {
    expect(asked([calm], [calm]).confirmation).toEqual({ open: [], roundsPerSession: 0, looksLeft: 0 });
    expect(asked([calm], [slower]).confirmation).toMatchObject({ open: ['a'], roundsPerSession: 2, looksLeft: 3 });
  });

  it('is confirmed on the baseline and the candidates that are suspected, and on no other', () => {
    const armsOf = (first: Measured, second: Measured) => asked([first], [second]).confirmation.arms?.get('a');
    expect(armsOf(calm, slower)).toEqual(new Set(['baseline', 'candidate2']));
    expect(armsOf(slower, calm)).toEqual(new Set(['baseline', 'candidate']));
    expect(armsOf(slower, slower)).toEqual(new Set(['baseline', 'candidate', 'candidate2']));
  });

  it('is not restricted where it is a self-check: that is the baseline twice, whoever asks for it', () => {
    const caseId = 'a (self-check)';
    const { plan, arms, samples } = runOfArms([[calm], [calm]]);
    const checked = { ...plan, selfCheck: { count: 1, pool: [{ caseId, of: 'a' }] } };
    const halves = measured({ ...slower, caseId }).map((one, at) => ({ ...one, seq: 1000 + at }));
    const look = armsStopRule(checked, arms).confirmation([...samples, ...halves], nobody);
    expect(look.open).toEqual([caseId]);
    expect(look.arms).toEqual(new Map());
  });

  it('is looked at as soon as one comparison can be decided', () => {
    expect(asked([{ screening: 3 }], [{ screening: 3 }]).rounds).toBe(2);
  });

  it('of two arms is asked of the rule that two arms have', () => {
    const { plan, arms } = aRun();
    const [rule, own] = [armsStopRule(plan, arms), createStopRule(plan, arms)];
    for (const world of [{ screening: 3 }, noisy, slower]) {
      const samples = measured(world);
      expect(rule.screening(samples, nobody)).toEqual(own.screening(samples));
      expect(rule.confirmation(samples, nobody)).toEqual(own.confirmation(samples));
    }
  });
});
