import { describe, expect, it } from 'vitest';
import { compareRun } from '../../../src/compare/compareRun.ts';
import { provedEquivalent } from '../../../src/compare/provedEquivalent.ts';
import type { EquivalenceProof } from '../../../src/model/cheapest.ts';
import type { Run } from '../../../src/model/run.ts';
import { anArmCase, aPlan, aRun } from './builders.ts';
import { type Measured, measured, together } from './measured.ts';

function proofOf(worlds: readonly Measured[], part: Partial<Run> = {}): EquivalenceProof {
  const plan = aPlan({ caseIds: worlds.map(({ caseId = 'a' }) => caseId), ...part.plan });
  return provedEquivalent(compareRun(aRun({ ...part, plan, samples: together(...worlds.map(measured)) })));
}

const alike: readonly Measured[] = [{ caseId: 'a' }, { caseId: 'b' }, { caseId: 'c' }];
const kinds = ({ gaps }: EquivalenceProof) => [...new Set(gaps.map(({ kind }) => kind))];

describe('equivalence of the whole workload', () => {
  it('is proved where all is the same, or faster', () => {
    expect(proofOf(alike)).toEqual({ kind: 'proved', gaps: [], undecided: 0, resultsIgnored: 0 });
    const faster = alike.map((one) => ({ ...one, ratio: 0.5, confirmation: [2, 2, 2, 2] }));
    expect(proofOf(faster)).toMatchObject({ kind: 'proved' });
    expect(proofOf([{ caseId: 'a' }])).toMatchObject({ kind: 'proved' });
  });

  it('is not where a case regressed, however much faster the others are', () => {
    const one = [
      { caseId: 'a', ratio: 2, confirmation: [2, 2, 2, 2] },
      ...alike.slice(1).map((it) => ({ ...it, ratio: 0.5 })),
    ];
    expect(proofOf(one)).toMatchObject({ kind: 'worse', gaps: [{ kind: 'regressed', cases: 1 }] });
  });

  it('is not where results differ, were not read, or an arm failed', () => {
    const digest = (checksum: string) => ({ kind: 'digest', rows: '3', checksum }) as const;
    const digests = (['a', 'b', 'c'] as const).flatMap((caseId) =>
      (['baseline', 'candidate'] as const).flatMap((arm) =>
        [0, 1].map((attempt) => ({
          ...{ caseId, arm, attempt },
          digest: digest(caseId === 'a' && arm === 'candidate' ? '8' : '7'),
        })),
      ),
    );
    expect(kinds(proofOf(alike, { digests }))).toContain('resultChanged');
    expect(proofOf(alike, { digests }).kind).toBe('worse');
    const unread = proofOf(alike, { digests: digests.filter(({ caseId }) => caseId !== 'a') });
    expect(unread.kind).toBe('notProved');
    expect(kinds(unread)).toContain('resultsUnread');
    const broken = { sample: (arm: string) => (arm === 'candidate' ? failure : {}) };
    const failed = proofOf([{ caseId: 'a', ...broken }, ...alike.slice(1)]);
    expect(failed.kind).toBe('worse');
    expect(kinds(failed)).toContain('failed');
  });

  it('is not where a case looked slower when the time was over', () => {
    const looked = (ratio: number) =>
      proofOf([{ caseId: 'a', ratio }, ...alike.slice(1).map((one) => ({ ...one, ratio: 0.8 }))], {
        plan: aPlan({ budgetMs: 1000 }),
      });
    expect(looked(1.3).gaps).toContainEqual({ kind: 'openSuspicion', cases: 1 });
    expect(kinds(looked(0.7))).not.toContain('openSuspicion');
  });

  it('is not over empty tables, out of a cache, or beside a baseline that differs from itself', () => {
    const report = compareRun(
      aRun({ plan: aPlan({ caseIds: ['a', 'b', 'c'] }), samples: together(...alike.map(measured)) }),
    );
    const said = (code: string) => ({
      ...report,
      notices: [...report.notices, { code, level: 'caution' as const, text: 'Why.' }],
    });
    expect(kinds(provedEquivalent(said('query-cache')))).toEqual(['cached']);
    expect(kinds(provedEquivalent(said('self-check-flagged')))).toEqual(['selfCheck']);
    expect(kinds(provedEquivalent(said('other-scripts'))), 'whose tables nobody made').toEqual(['otherScripts']);
    expect(kinds(provedEquivalent(said('idle-shards'))), 'on shards that hold nothing').toEqual(['idleShards']);
    const table = { database: 'shop', table: 'orders', engine: 'MergeTree', parts: 0, rows: 0, bytes: 0 };
    const arms = report.arms.map((one) => ({ ...one, environment: { ...one.environment, dataset: [table] } }));
    expect(provedEquivalent({ ...report, arms }).gaps).toEqual([{ kind: 'noData', tables: 2 }]);
  });

  it('is not where a favourable verdict was withheld', () => {
    const lost = { evidence: { kind: 'missing', cause: 'unknown', detail: '' } } as const;
    const gap = { caseId: 'a', sample: (arm: string, n: number) => (arm === 'candidate' && n === 2 ? lost : {}) };
    expect(proofOf([gap, ...alike.slice(1)])).toMatchObject({
      kind: 'notProved',
      gaps: [{ kind: 'withheld', cases: 1 }],
    });
  });

  it('is not where the interval of a total reaches beyond the margin', () => {
    const slower = alike.map((one) => ({ ...one, ratio: 1.049, noise: 4 }));
    const proof = proofOf(slower);
    expect(proof.kind).not.toBe('proved');
    expect(kinds(proof)).toContain('total');
    const much = proofOf(alike.map((one) => ({ ...one, ratio: 2 })));
    expect(kinds(much)).toContain('totalWorse');
    expect(much.kind).toBe('worse');
  });

  it('is not without an interval, in a run that is not complete, of one arm alone, of counters alone, or of nothing', () => {
    expect(kinds(proofOf(alike.map((one) => ({ ...one, screening: 2 }))))).toContain('noTotal');
    expect(kinds(proofOf(alike, { status: { kind: 'interrupted' } }))).toContain('incomplete');
    const cases = ['a', 'b', 'c'].flatMap((caseId) =>
      (['baseline', 'candidate'] as const).map((arm) => anArmCase({ caseId, name: caseId, arm })),
    );
    expect(kinds(proofOf(alike, { cases: cases.slice(0, -1) }))).toContain('oneArm');
    expect(kinds(proofOf(alike, { plan: aPlan({ mode: { kind: 'counters', duet: false } }) }))).toContain(
      'timeNotJudged',
    );
    expect(proofOf([])).toMatchObject({ kind: 'notProved', gaps: [{ kind: 'nothingMeasured' }] });
  });

  it('is decided by the whole where a single case is not', () => {
    const noisy = { caseId: 'a', noise: 12 };
    const many = Array.from({ length: 20 }, (_, n) => ({ caseId: `c${n}`, noise: 0.3 }));
    const proof = proofOf([noisy, ...many]);
    expect(proof).toMatchObject({ kind: 'proved', undecided: 1 });
  });
});

const failure = {
  outcome: { kind: 'failed', clientMs: 1, code: 1, message: 'no' },
  evidence: null,
} as unknown as object;
