import { type CertificateTerms, certificateOf } from '../../../../src/compare/certify/certificateOf.ts';
import { compareRun, type ReportChoices } from '../../../../src/compare/compareRun.ts';
import type { ArmCase } from '../../../../src/model/arm.ts';
import type { Certificate } from '../../../../src/model/certificate.ts';
import type { ComparisonReport } from '../../../../src/model/comparison.ts';
import type { Run } from '../../../../src/model/run.ts';
import { anArm, anArmCase, aPlan, aRun } from '../builders.ts';
import { type Measured, measured, together } from '../measured.ts';

const ids = ['a', 'b', 'c', 'd'];
export const alike: readonly Measured[] = ids.map((caseId) => ({ caseId }));

export const cases: readonly ArmCase[] = ids.flatMap((caseId, at) =>
  (['baseline', 'candidate'] as const).map((arm) =>
    anArmCase({ caseId, name: caseId, arm, tags: { product: at < 2 ? 'shop' : 'search' } }),
  ),
);

const quietly = {
  ...{ session: 0, round: 0, at: 1000 },
  state: { merges: 0, mutations: 0, foreignQueries: 0, tables: [] },
};

/** A run of two servers that is all there, quiet, checked and alike, but for what is said. */
export function reportOf(
  worlds: readonly Measured[] = alike,
  part: Partial<Run> = {},
  choices: ReportChoices = {},
): ComparisonReport {
  const caseIds = worlds.map(({ caseId = 'a' }) => caseId);
  const selfCheck = { count: 1, pool: [{ caseId: 'self-check', of: 'a' }] };
  return compareRun(
    aRun({
      arms: [anArm('baseline', { target: 'old', serverId: '1' }), anArm('candidate', { target: 'new', serverId: '2' })],
      cases: cases.filter(({ caseId }) => caseIds.includes(caseId)),
      states: [{ ...quietly, arms: ['baseline', 'candidate'] }],
      samples: together(...worlds.map(measured), measured({ caseId: 'self-check' })),
      ...part,
      plan: aPlan({ caseIds, selfCheck, ...part.plan }),
    }),
    choices,
  );
}

/** What is certified of one candidate. */
export function certified(report: ComparisonReport, terms: Partial<CertificateTerms> = {}): Certificate {
  return certificateOf(
    {
      ...{ schemaVersion: 1, kind: 'arms', runId: report.runId, startedAt: report.startedAt },
      ...{ status: report.status, arms: report.arms, baseline: 'old' },
      comparisons: [{ arm: 'candidate', label: 'new', report }],
    },
    {
      ...{ coverage: null, minCoverage: undefined, usualMargin: 0.05, capacities: new Map(), totalsBy: undefined },
      unmeasured: () => undefined,
      runGaps: new Map([['candidate', []]]),
      options: [],
      places: ({ environment }) => environment.target,
      ...terms,
    },
  );
}
