import { describe, expect, it } from 'vitest';
import { comparisonPlanOf, comparisonsOf, digestsOf, samplesOf } from '../../../../src/compare/arms/comparisonsOf.ts';
import type { RunArm } from '../../../../src/model/arm.ts';
import type { Run } from '../../../../src/model/run.ts';
import type { Sample } from '../../../../src/model/sample.ts';
import { aPlan, aRun, aSample } from '../builders.ts';
import { measured } from '../measured.ts';
import { runOfArms, samplesOfArms } from './runOfArms.ts';

const three = runOfArms([[{ ratio: 1.5 }], [{ ratio: 0.5 }]]);

function ofBoth(run: Run<RunArm>): readonly [Run, Run] {
  const [first, second, ...more] = comparisonsOf(run);
  expect([first?.arm, second?.arm, more]).toEqual(['candidate', 'candidate2', []]);
  return [first!.run, second!.run];
}

describe('a run of one arm or two', () => {
  it('is itself: the same run, plan and samples', () => {
    const two = aRun({ samples: measured() });
    const [only, ...more] = comparisonsOf(two);
    expect(more).toEqual([]);
    expect(only?.run).toBe(two);
    expect(comparisonPlanOf(two.plan)).toBe(two.plan);
    expect(samplesOf(two.plan, 'candidate')(two.samples)).toBe(two.samples);
    const one = aRun({ plan: aPlan({ arms: ['baseline'] }) });
    expect(comparisonsOf(one)).toEqual([{ arm: 'candidate', run: one }]);
  });
});

describe('a run of three arms', () => {
  it('is a comparison of each candidate with the one baseline, under the names of two arms', () => {
    const [first, second] = ofBoth(three);
    const times = ({ samples }: Run, arm: string) =>
      samples.filter((one) => one.arm === arm).map(({ evidence }) => evidence?.kind === 'facts' && evidence.durationUs);
    for (const { plan, samples, arms, cases, comparisons } of [first, second]) {
      expect(plan.arms).toEqual(['baseline', 'candidate']);
      expect(arms.map(({ arm }) => arm)).toEqual(['baseline', 'candidate']);
      expect(cases.map(({ arm }) => arm)).toEqual(['baseline', 'candidate']);
      expect(samples).toHaveLength(10);
      expect(comparisons).toBe(2);
    }
    expect(times(second, 'baseline')).toEqual(times(first, 'baseline'));
    expect(times(first, 'candidate').every((us) => Number(us) > 25_000)).toBe(true);
    expect(times(second, 'candidate').every((us) => Number(us) < 15_000)).toBe(true);
    expect([first, second].map(({ arms }) => arms[1]?.label)).toEqual(['new1', 'new2']);
  });

  it('is judged by a half of the errors that two arms may have, and by no other threshold', () => {
    const { design } = three.plan;
    for (const { plan } of ofBoth(three))
      expect(plan.design).toEqual({
        ...design,
        falseDiscoveryRate: design.falseDiscoveryRate / 2,
        estimate: { ...design.estimate, intervalTail: design.estimate.intervalTail / 2 },
      });
  });

  it('shows a candidate its own results, rows, states, tables, versions and schemas alone', () => {
    const digest = (checksum: string) => ({ kind: 'digest', rows: '3', checksum }) as const;
    const arms = ['baseline', 'candidate', 'candidate2'] as const;
    const difference = { kind: 'unavailable', reason: 'a test' } as never;
    const state = { tables: [] } as never;
    const server = { version: '26.7' } as never;
    const run = runOfArms([[{}], [{}]], {
      digests: arms.map((arm) => ({ caseId: 'a', arm, attempt: 0, digest: digest(arm) })),
      rowDifferences: [
        { caseId: 'a', difference },
        { caseId: 'b', arm: 'candidate2', difference },
      ],
      states: [
        { arms: ['baseline', 'candidate2'], at: 1, state } as never,
        { arms: ['candidate'], at: 2, state } as never,
      ],
      versions: { arms: arms.map((arm) => ({ arm, server })) } as never,
      schemas: arms.map((arm) => ({ arm, tables: [] })) as never,
    });
    const [first, second] = ofBoth(run);
    expect(first.digests.map(({ arm, digest: read }) => [arm, 'checksum' in read && read.checksum])).toEqual([
      ['baseline', 'baseline'],
      ['candidate', 'candidate'],
    ]);
    expect(second.digests).toEqual(digestsOf('candidate2')(run.digests));
    expect(second.digests.map(({ arm, digest: read }) => [arm, 'checksum' in read && read.checksum])).toEqual([
      ['baseline', 'baseline'],
      ['candidate', 'candidate2'],
    ]);
    expect(first.rowDifferences).toEqual([{ caseId: 'a', difference }]);
    expect(second.rowDifferences).toEqual([{ caseId: 'b', difference }]);
    expect(first.states?.map((one) => one.arms)).toEqual([['baseline'], ['candidate']]);
    expect(second.states?.map((one) => one.arms)).toEqual([['baseline', 'candidate']]);
    for (const one of [first, second]) {
      expect(one.versions?.arms.map(({ arm }) => arm)).toEqual(['baseline', 'candidate']);
      expect(one.schemas?.map(({ arm }) => arm)).toEqual(['baseline', 'candidate']);
    }
  });

  it('is told what is said of all arms, or of one of its two', () => {
    const notice = (text: string, ...arms: readonly RunArm[]) => ({
      ...{ code: 'a', level: 'caution' as const, text },
      ...(arms.length === 0 ? {} : { arms }),
    });
    const [first, second] = ofBoth({
      ...three,
      notices: [notice('all'), notice('old', 'baseline'), notice('new2', 'candidate2'), notice('new', 'candidate')],
    });
    expect(first.notices).toEqual([notice('all'), notice('old', 'baseline'), notice('new', 'candidate')]);
    expect(second.notices).toEqual([notice('all'), notice('old', 'baseline'), notice('new2', 'candidate')]);
  });

  it('leaves absent what nobody read', () => {
    for (const run of ofBoth(three))
      for (const key of ['rowDifferences', 'states', 'versions', 'schemas', 'inserts', 'tablesRead', 'unopened'])
        expect(run).not.toHaveProperty(key);
  });

  it('has its self-check, the baseline twice, in each comparison', () => {
    const caseId = 'a (self-check)';
    const plan = { ...three.plan, selfCheck: { count: 1, pool: [{ caseId, of: 'a' }] } };
    const halves = (['baseline', 'candidate'] as const).map((arm, at) => aSample({ seq: 100 + at, caseId, arm }));
    for (const { samples } of ofBoth({ ...three, plan, samples: [...three.samples, ...halves] }))
      expect(samples.filter((one) => one.caseId === caseId).map(({ arm }) => arm)).toEqual(['baseline', 'candidate']);
  });

  it('hands out the same objects for the same samples, so that a rule can go on where it stopped', () => {
    const own = samplesOf(three.plan, 'candidate2');
    const before = own(three.samples.slice(0, 9));
    const after: readonly Sample[] = own(three.samples);
    expect(before.length).toBeGreaterThan(0);
    for (const [at, one] of before.entries()) expect(after[at]).toBe(one);
  });

  describe('whose second stage tests suspicions of single candidates', () => {
    const tested = (arms: readonly RunArm[], round: number, caseId = 'a') =>
      arms.map((arm, at) =>
        aSample({ seq: 200 + 10 * round + at, caseId, session: 7, round, stage: 'confirmation', arm } as never),
      );
    const countsOf = (more: readonly Sample<RunArm>[], plan = three.plan) =>
      ofBoth({ ...three, plan, samples: [...three.samples, ...more] }).map(({ samples }) =>
        (['baseline', 'candidate'] as const).map(
          (arm) => samples.filter((one) => one.session === 7 && one.arm === arm).length,
        ),
      );

    it('has no part in blocks that were measured for other candidates', () => {
      const own = [
        ...tested(['baseline', 'candidate2'], 0),
        ...tested(['candidate', 'baseline'], 1),
        ...tested(['baseline', 'candidate2'], 2),
      ];
      expect(countsOf(own)).toEqual([
        [1, 1],
        [2, 2],
      ]);
    });

    it('has a part in blocks of all, and in a baseline that stands alone since the run was cut short', () => {
      expect(countsOf(tested(['candidate', 'baseline', 'candidate2'], 0))).toEqual([
        [1, 1],
        [1, 1],
      ]);
      expect(countsOf(tested(['baseline'], 0))).toEqual([
        [1, 0],
        [1, 0],
      ]);
    });

    it('has the self-check, whose halves are the baseline twice', () => {
      const caseId = 'a (self-check)';
      const plan = { ...three.plan, selfCheck: { count: 1, pool: [{ caseId, of: 'a' }] } };
      expect(countsOf(tested(['baseline', 'candidate'], 0, caseId), plan)).toEqual([
        [1, 1],
        [1, 1],
      ]);
    });
  });

  it('is incomplete, and says why, where a candidate went away, and there alone', () => {
    const gone = [{ arm: 'candidate2', reason: 'it stopped answering' }] as const;
    const samples = samplesOfArms([[{}], [{}]]).filter(({ arm, round }) => arm !== 'candidate2' || round < 2);
    const [first, second] = ofBoth({ ...three, gone, samples });
    expect(first.status).toEqual({ kind: 'complete' });
    expect(second.status).toEqual({ kind: 'incomplete', reason: 'it stopped answering' });
    const cut = { ...three, gone, samples, status: { kind: 'interrupted' } } as const;
    expect(ofBoth(cut).map(({ status }) => status.kind)).toEqual(['interrupted', 'interrupted']);
  });
});
