import { describe, expect, it } from 'vitest';
import { mannWhitneyIsRed } from '../../calibration/oneSession.ts';
import { nearlyNothing, type SavedWorld, simulateSaved } from '../../calibration/savedWorld.ts';
import { compareRuns } from '../../src/compare/saved/compareRuns.ts';
import type { CaseComparison, ComparisonReport } from '../../src/model/comparison.ts';

function judge(world: SavedWorld): ComparisonReport {
  const { base, candidate } = simulateSaved(world);
  return compareRuns(base, candidate);
}

const seeds = (first: number, count: number): readonly number[] => Array.from({ length: count }, (_, i) => first + i);
const isRed = ({ counts }: ComparisonReport): boolean => counts.regressed + counts.improved > 0;

/** Every fiftieth case is truly slower. */
const isSlower = (index: number): boolean => index % 50 === 7;
const slower = (ratio: number) => (index: number) => (isSlower(index) ? Math.log(ratio) : nearlyNothing(index));

function truly(reports: readonly ComparisonReport[]): readonly CaseComparison[] {
  return reports.flatMap(({ cases }) => cases.filter(({ caseId }) => isSlower(Number(caseId.slice(4)))));
}

const share = (cases: readonly CaseComparison[], verdict: CaseComparison['verdict']): number =>
  cases.filter((one) => one.verdict === verdict).length / cases.length;

describe('two saved runs of 5 sessions each, 100 cases, 3% noise, 3% between sessions in common, modes of processes', () => {
  it('A against A: at most 5% of comparisons show a change, and most cases are shown to be equivalent', () => {
    const reports = seeds(1, 60).map((seed) => judge({ seed, cases: 100 }));
    expect(reports.filter(isRed).length / reports.length).toBeLessThanOrEqual(0.05);
    const equivalent = reports.reduce((sum, { counts }) => sum + counts.equivalent, 0);
    expect(equivalent / (reports.length * 100)).toBeGreaterThan(0.6);
  });

  it('A against A on another day, which is 5% off for all cases and 2% for each: still at most 5%', () => {
    const reports = seeds(100, 60).map((seed) => judge({ seed, cases: 100, day: 0.05, interaction: 0.02 }));
    expect(reports.filter(isRed).length / reports.length).toBeLessThanOrEqual(0.05);
  });

  it('A against A with twelve cases: at most 5%', () => {
    const reports = seeds(200, 200).map((seed) => judge({ seed, cases: 12 }));
    expect(reports.filter(isRed).length / reports.length).toBeLessThanOrEqual(0.05);
  });

  it('a change of 20% is found nine times in ten, one of 10% half of the time, and it is hardly ever called equivalent', () => {
    const large = truly(seeds(300, 30).map((seed) => judge({ seed, cases: 100, shift: slower(1.2) })));
    expect(share(large, 'regressed')).toBeGreaterThanOrEqual(0.9);
    const small = seeds(400, 40).map((seed) => judge({ seed, cases: 100, shift: slower(1.1) }));
    expect(share(truly(small), 'regressed')).toBeGreaterThanOrEqual(0.5);
    // Binomial(80, 1%) exceeds 3 with a probability of 1%.
    expect(share(truly(small), 'equivalent') * truly(small).length).toBeLessThanOrEqual(3);
    const flagged = small.reduce((sum, { counts }) => sum + counts.regressed + counts.improved, 0);
    const right = truly(small).filter((one) => one.verdict === 'regressed').length;
    expect((flagged - right) / flagged).toBeLessThanOrEqual(0.05);
  });

  it('executions of one session a side as replicates would go red in more than half of A against A', () => {
    const red = seeds(500, 40).filter((seed) => {
      const { base, candidate } = simulateSaved({ seed, cases: 100, sessions: 1, rounds: 15 });
      return mannWhitneyIsRed(base, candidate);
    });
    expect(red.length / 40).toBeGreaterThan(0.5);
  });
});
