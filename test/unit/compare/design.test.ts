import { describe, expect, it } from 'vitest';
import { simulateSaved } from '../../../calibration/savedWorld.ts';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { compareRuns } from '../../../src/compare/saved/compareRuns.ts';
import { createStopRule } from '../../../src/compare/stopRule.ts';
import type { ComparisonReport } from '../../../src/model/comparison.ts';
import { currentDesign, type Design } from '../../../src/model/design.ts';
import type { Run } from '../../../src/model/run.ts';
import { aPlan, aRun } from './builders.ts';
import { type Measured, measured } from './measured.ts';

function judged(what: Measured, design: Design): ComparisonReport {
  return compareRun(aRun({ plan: aPlan({ design }), samples: measured(what) }));
}

const codes = ({ notices }: ComparisonReport): readonly string[] => notices.map((one) => one.code);

describe('a run is judged by the design that its file records', () => {
  const slower: Measured = { ratio: 1.2, screening: 5, confirmation: [2, 2, 2, 2] };
  const reads: Measured = { facts: (arm) => ({ readRows: arm === 'baseline' ? 1000 : 5000 }) };
  const hungry: Measured = {
    confirmation: [2, 2, 2, 2],
    facts: (arm, n) => ({ memoryBytes: (arm === 'baseline' ? 100e6 : 140e6) + n * 1000 }),
  };
  const { counters, memory, estimate } = currentDesign;

  it.each<[string, Measured, Partial<Design>, string, string]>([
    ['looks of the second stage', slower, { confirmation: [{ pairs: 40, share: 1 }] }, 'regressed', 'unconfirmed'],
    [
      'the floor of counters',
      reads,
      { counters: { ...counters, floor: { ...counters.floor, rows: 100 } } },
      'equivalent',
      'regressed',
    ],
    ['the tolerance of memory', hungry, { memory: { ...memory, share: 0.45 } }, 'regressed', 'equivalent'],
    [
      'the error of an interval',
      { noise: 4 },
      { estimate: { ...estimate, intervalTail: 0.005 } },
      'equivalent',
      'inconclusive',
    ],
  ])('%s', (_, what, own, ours, theirs) => {
    expect(judged(what, currentDesign).cases[0]?.verdict).toBe(ours);
    expect(codes(judged(what, currentDesign))).not.toContain('design-differs');
    const report = judged(what, { ...currentDesign, ...own });
    expect(report.cases[0]?.verdict).toBe(theirs);
    expect(codes(report)).toContain('design-differs');
  });

  it('and the report says which thresholds are not those of this program', () => {
    const report = judged(slower, { ...currentDesign, falseDiscoveryRate: 0.1 });
    expect(report.method.falseDiscoveryRate).toBe(0.1);
    expect(report.notices.find((one) => one.code === 'design-differs')).toMatchObject({
      level: 'caution',
      text: expect.stringContaining('falseDiscoveryRate 0.1 instead of 0.05'),
    });
  });

  it('and is measured by it: a resumed run goes on by the looks it began with', () => {
    const looks = { ...currentDesign, screening: { looks: [9, 12], growth: 1.4 } };
    const samples = measured({ ratio: 1, screening: 7 });
    const open = (design: Design, minPairs: number) =>
      createStopRule(aPlan({ design, minPairs, selfCheck: { count: 0, pool: [] } })).screening(samples);
    expect(open(currentDesign, 5)).toEqual([]);
    expect(open(looks, 8)).toEqual(['a']);
  });
});

describe('two saved runs', () => {
  const { base, candidate } = simulateSaved({
    ...{ seed: 7, cases: 12, noise: 0.004, machine: 0.005, modes: 0 },
    shift: (index) => (index === 3 ? Math.log(1.4) : 0),
  });
  const by = (run: Run, part: Partial<Design>): Run => ({
    ...run,
    plan: { ...run.plan, design: { ...currentDesign, ...part } },
  });
  const strict = { saved: { ...currentDesign.saved, fewestSessions: 6 } };

  it('are judged by the design of the baseline, whatever the candidate brings', () => {
    expect(compareRuns(base, candidate).counts.regressed).toBe(1);
    expect(compareRuns(by(base, strict), by(candidate, strict)).counts.regressed).toBe(0);
    expect(compareRuns(by(base, strict), candidate).counts.regressed).toBe(0);
    expect(compareRuns(base, by(candidate, strict)).counts.regressed).toBe(1);
  });

  it('say so where the two differ', () => {
    expect(codes(compareRuns(base, candidate))).not.toContain('designs-differ');
    const report = compareRuns(base, by(candidate, strict));
    expect(report.notices.find((one) => one.code === 'designs-differ')?.text).toContain(
      'saved.fewestSessions 6 instead of 5',
    );
  });
});
