import { describe, expect, it } from 'vitest';
import { mulberry32, normal } from '../../../calibration/random.ts';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { createStopRule } from '../../../src/compare/stopRule.ts';
import type { ArmName } from '../../../src/model/arm.ts';
import { currentDesign, firstDesign } from '../../../src/model/design.ts';
import type { RunPlan } from '../../../src/model/run.ts';
import { aPlan, aRun, type SomeFacts } from './builders.ts';
import { measured, together } from './measured.ts';

const ids = Array.from({ length: 6 }, (_, n) => `c${n}`);

/** Candidate over baseline, and how far both vary from execution to execution. */
interface World {
  readonly instructions?: number | 'uncounted' | 'of one arm';
  readonly time?: number;
  readonly noise?: number;
}

function samplesOf({ instructions = 1, time = 1, noise = 0.01 }: World) {
  const [random, exact] = [mulberry32(3), mulberry32(4)];
  const of = (arm: ArmName): SomeFacts => {
    const durationUs = 20_000 * (arm === 'candidate' ? time : 1) * Math.exp(noise * normal(random));
    const ratio = typeof instructions === 'number' && arm === 'candidate' ? instructions : 1;
    const isCounted = instructions !== 'uncounted' && (instructions !== 'of one arm' || arm === 'baseline');
    return {
      durationUs,
      events: {
        OSCPUVirtualTimeMicroseconds: durationUs,
        ...(isCounted ? { PerfInstructions: Math.round(1e8 * ratio * Math.exp(0.002 * normal(exact))) } : {}),
      },
    };
  };
  return together(...ids.map((caseId) => measured({ caseId, screening: 20, confirmation: [6, 6, 6, 6], facts: of })));
}

function judged(world: World, plan: Partial<RunPlan> = {}) {
  return compareRun(aRun({ plan: aPlan({ caseIds: ids, ...plan }), samples: samplesOf(world) }));
}

const noisy = 0.5;

describe('more instructions', () => {
  it('are a regression, however noisy time is', () => {
    const report = judged({ instructions: 1.1, noise: noisy });
    expect(report.counts.regressed).toBe(6);
    const [first] = report.cases;
    expect(first?.reason).toMatch(
      /^Instruction count grew 1\.10x \(1\.\d+x to 1\.\d+x, 24 pairs in 4 fresh sessions\)/,
    );
    expect(first?.evidence).toMatchObject({
      ...{ restsOn: 'instructions', metric: 'PerfInstructions' },
      test: { kind: 'larger', p: expect.any(Number) },
    });
    expect(first?.metrics[0]).toMatchObject({ metric: 'PerfInstructions', label: 'instructions' });
  });

  it('send a case to its confirmation at the first look, though time is open', () => {
    const rule = createStopRule(aPlan({ caseIds: ids }));
    const five = samplesOf({ instructions: 1.1, noise: noisy }).filter(
      (one) => one.stage === 'screening' && one.round < 5,
    );
    expect(rule.suspects(five)).toEqual(ids);
  });

  it('are no regression where time is proved to have fallen', () => {
    expect(judged({ instructions: 1.1, time: 0.7 }).counts.improved).toBe(6);
  });

  it('are none where time looks faster, and are told', () => {
    const report = judged({ instructions: 1.1, time: 0.75, noise: 0.25 });
    const silent = report.cases.filter(({ verdict }) => verdict !== 'improved' && verdict !== 'regressed');
    expect(silent.length).toBeGreaterThan(0);
    for (const one of silent) {
      expect(one.metrics.find(({ family }) => family === 'time')?.result).toMatchObject({ kind: 'estimate' });
      expect(one.reason).toContain('Instruction count grew 1.10x');
    }
    for (const { verdict, metrics } of report.cases)
      if (verdict === 'regressed') {
        const time = metrics.find(({ family }) => family === 'time')?.result;
        expect(time?.kind === 'estimate' ? time.high : 0).toBeGreaterThanOrEqual(1);
      }
  });

  it('within the margin are none, and within one percent whatever the margin', () => {
    expect(judged({ instructions: 1.03 }).counts.equivalent).toBe(6);
    expect(judged({ instructions: 1.006, noise: noisy }, { margin: 0.001 }).counts).toMatchObject({ regressed: 0 });
    expect(judged({ instructions: 1.03, noise: noisy }, { margin: 0.001 }).counts).toMatchObject({ regressed: 6 });
  });
});

describe('fewer instructions', () => {
  it('are an improvement where time is proved no slower', () => {
    const report = judged({ instructions: 0.9 });
    expect(report.counts.improved).toBe(6);
    expect(report.cases[0]?.reason).toMatch(/^Instruction count fell to 0\.90x .*Server time stayed within/);
  });

  it('are none where time is not known', () => {
    const report = judged({ instructions: 0.9, noise: noisy });
    expect(report.counts).toMatchObject({ improved: 0, equivalent: 0 });
    expect(report.cases.map((one) => one.reason).join()).toContain('Instruction count fell to 0.90x');
  });

  it('do not hide that time grew', () => {
    expect(judged({ instructions: 0.9, time: 1.3 }).counts.regressed).toBe(6);
  });
});

describe('the same instructions', () => {
  it('make no case equivalent whose time is not', () => {
    expect(judged({ noise: noisy }).counts).toMatchObject({ equivalent: 0, improved: 0, regressed: 0 });
    expect(judged({ time: 1.2 }).counts).toMatchObject({ equivalent: 0, regressed: 6 });
  });

  it('leave verdicts as they are without them', () => {
    for (const world of [{}, { time: 1.2 }, { time: 0.8 }, { noise: noisy }, { noise: 0.08 }]) {
      const [counted, uncounted] = [judged(world), judged({ ...world, instructions: 'uncounted' })];
      expect(counted.counts).toEqual(uncounted.counts);
    }
  });
});

describe('where they are not counted', () => {
  it.each(['uncounted', 'of one arm'] as const)('nothing is said of them: %s', (instructions) => {
    const report = judged({ instructions });
    expect(report.counts.equivalent).toBe(6);
    expect(report.cases.map((one) => one.reason).join()).not.toMatch(/instruction/i);
  });

  it('no metric is shown', () => {
    const { cases } = judged({ instructions: 'uncounted' });
    expect(cases.flatMap((one) => one.metrics.map(({ metric }) => metric))).not.toContain('PerfInstructions');
  });

  it('a run of an older design does not judge them', () => {
    expect(judged({ instructions: 1.3, noise: noisy }, { design: firstDesign }).counts.regressed).toBe(0);
  });
});

it('what the families may spend adds up to the whole', () => {
  const shares = Object.values(currentDesign.families).map(({ share }) => share);
  expect(shares.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 12);
});
