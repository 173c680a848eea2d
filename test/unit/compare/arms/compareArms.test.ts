import { describe, expect, it } from 'vitest';
import { compareArms } from '../../../../src/compare/arms/compareArms.ts';
import { compareRun } from '../../../../src/compare/compareRun.ts';
import { armsOutcome } from '../../../../src/model/armsReport.ts';
import { usualRules } from '../../../../src/model/gateOutcome.ts';
import { aRun } from '../builders.ts';
import { type Measured, measured } from '../measured.ts';
import { runOfArms } from './runOfArms.ts';

const cases = (ratio = 1): readonly Measured[] =>
  ['a', 'b', 'c'].map((caseId) => ({ caseId, ratio, screening: 10, confirmation: [2, 2, 2, 2] }));

/** Prices an hour, in EUR, of the baseline and two candidates. */
function priced(hours: readonly (number | null)[], ratios: readonly number[] = [1, 1]) {
  const run = runOfArms(ratios.map((ratio) => cases(ratio)));
  const arms = run.arms.map((one, at) =>
    hours[at] == null ? one : { ...one, price: { perHour: hours[at], currency: 'EUR' } },
  );
  return compareArms({ ...run, arms });
}

describe('several arms', () => {
  it('are judged one by one, each candidate beside the baseline', () => {
    const report = compareArms(runOfArms([cases(2), cases()]));
    expect(report).toMatchObject({ kind: 'arms', baseline: 'old', status: { kind: 'complete' } });
    expect(report.comparisons.map(({ arm, label }) => [arm, label])).toEqual([
      ['candidate', 'new1'],
      ['candidate2', 'new2'],
    ]);
    const verdicts = report.comparisons.map(({ report: one }) => one.cases.map(({ verdict }) => verdict));
    expect(verdicts).toEqual([Array(3).fill('regressed'), Array(3).fill('equivalent')]);
    expect(report).not.toHaveProperty('cheapest');
  });

  it('of two arms have the report of two', () => {
    const run = aRun({ samples: measured({ ratio: 2 }) });
    expect(compareArms(run).comparisons).toEqual([{ arm: 'candidate', label: 'candidate', report: compareRun(run) }]);
  });

  it.each([
    [[3, 2, 1], 'new2'],
    [[3, 1, 2], 'new1'],
    [[1, 2, 3], 'old'],
  ])('with prices of %j an hour have one that is the cheapest', (hours, label) => {
    expect(priced(hours).cheapest).toEqual({ kind: 'chosen', label, among: ['old', 'new1', 'new2'], excluded: [] });
  });

  it('have no cheapest where two cost the same, or one has no price', () => {
    expect(priced([3, 1, 1]).cheapest).toMatchObject({ kind: 'tie', labels: ['new1', 'new2'], same: true });
    expect(priced([3, 1, null]).cheapest).toMatchObject({ kind: 'unpriced', labels: ['new2'] });
  });

  it('never call one the cheapest that is slower', () => {
    expect(priced([3, 2, 1], [1, 2]).cheapest).toEqual({
      ...{ kind: 'chosen', label: 'new1', among: ['old', 'new1'], excluded: ['new2'] },
    });
    expect(priced([3, 2, 1], [2, 2]).cheapest).toMatchObject({ kind: 'chosen', label: 'old' });
  });
});

describe('the outcome of several arms', () => {
  const outcome = (run: Parameters<typeof compareArms>[0]) => armsOutcome(compareArms(run), usualRules);
  const gone = [{ arm: 'candidate2', reason: 'it stopped answering' }] as const;

  it('is that of the worst comparison, whichever it is', () => {
    expect(outcome(runOfArms([cases(), cases()]))).toBe('passed');
    expect(outcome(runOfArms([cases(), cases().map((one) => ({ ...one, noise: 15 }))]))).toBe('undecided');
    expect(outcome(runOfArms([cases(2), cases()]))).toBe('regression');
    expect(outcome(runOfArms([cases(), cases(2)]))).toBe('regression');
  });

  it('is invalid where an arm went away, also beside one that regressed', () => {
    expect(outcome(runOfArms([cases(), cases()], { gone }))).toBe('invalid');
    expect(outcome(runOfArms([cases(2), cases()], { gone }))).toBe('invalid');
  });

  it('puts results that differ before time', () => {
    const run = runOfArms([cases(2), cases()]);
    const digests = run.digests.map((one) =>
      one.arm === 'candidate2' ? { ...one, digest: { kind: 'digest', rows: '3', checksum: '8' } as const } : one,
    );
    expect(outcome({ ...run, digests })).toBe('resultsDiffer');
  });

  it('is no pass without comparisons', () => {
    expect(armsOutcome({ comparisons: [] }, usualRules)).toBe('invalid');
  });
});
