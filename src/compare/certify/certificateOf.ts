import type { ArmDescription, ArmName, RunArm } from '../../model/arm.ts';
import type { ArmComparison, ArmsReport } from '../../model/armsReport.ts';
import type { Certificate, CertifiedArm, CertifiedCapacity, Missing, OtherCases } from '../../model/certificate.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import { judgedTime } from '../../model/metric.ts';
import type { OptionInEffect } from '../../model/run.ts';
import type { SuiteRatio } from '../../model/suite.ts';
import type { CountedCases } from '../../model/workload.ts';
import { cheapestOf } from '../arms/cheapestOf.ts';
import type { UnmeasuredReplicas } from '../environment/servers.ts';
import { provedEquivalent } from '../provedEquivalent.ts';
import { certifiedClasses, classGaps, timeOf } from './classGaps.ts';
import { reservationsOf } from './reservationsOf.ts';
import { wholeRunGaps } from './wholeRunGaps.ts';

/** What is asked beside equivalence. */
export interface CertificateTerms {
  readonly coverage: Certificate['coverage'];
  readonly otherCases?: OtherCases;
  /** The cases of a workload that does not say of which its share of production was reckoned. */
  readonly unchecked?: CountedCases;
  /** Of which a reader need not be told. */
  readonly usualMargin: number;
  /** Of production's executions and cost, that the workload has to stand for at least; undefined: it is told, and not asked. */
  readonly minCoverage: number | undefined;
  /** Tags whose classes were asked for; undefined: the usual ones. */
  readonly totalsBy: readonly string[] | undefined;
  /** By candidates; what is missing of them where capacity was asked for. */
  readonly capacities: ReadonlyMap<RunArm, CertifiedCapacity | Missing>;
  /** What of an arm did not run on all of its replicas. */
  readonly unmeasured: (arm: RunArm) => UnmeasuredReplicas | undefined;
  /** As `runGapsByArm`. */
  readonly runGaps: ReadonlyMap<RunArm, readonly Missing[]>;
  /** What is not as usual in this call, which a run that is gone on with may not have had. */
  readonly options: readonly OptionInEffect[];
  readonly places: (arm: ArmDescription<RunArm>) => string;
}

/**
 * What is proved of each candidate. Nothing is certified that was not checked: an arm needs a whole run, the same results in every case, no
 * regression, the whole workload and each group of it within the margin, servers without work left, and what else was asked for.
 */
export function certificateOf(report: ArmsReport, terms: CertificateTerms): Certificate {
  const described = new Map(report.arms.map((one) => [one.arm, one] as const));
  const serverOf = (arm: RunArm): string => {
    const found = described.get(arm);
    return found === undefined ? '' : terms.places(found);
  };
  const arms = report.comparisons.map((one) =>
    armOf(one, serverOf(one.arm), described.get(one.arm)?.workload ?? '', terms),
  );
  const [first] = report.comparisons;
  const certified = new Set(arms.flatMap((one) => (one.certified ? [one.arm] : [])));
  const cheapest = cheapestOf(report.baseline, report.comparisons, ({ arm }) =>
    certified.has(arm) ? 'proved' : 'notProved',
  );
  return {
    schemaVersion: 1,
    kind: 'certificate',
    runId: report.runId,
    startedAt: report.startedAt,
    certified: arms.length > 0 && arms.every(({ certified }) => certified),
    missing: arms.flatMap(({ label, missing }) => missing.map((one) => ({ label, missing: one }))),
    baseline: {
      label: report.baseline,
      server: serverOf('baseline'),
      workload: described.get('baseline')?.workload ?? '',
      ...costOf(first?.report, 'baseline'),
    },
    arms,
    margin: first?.report.method.margin ?? 0,
    level: levelOf(report.comparisons),
    comparisons: report.comparisons.length,
    coverage: terms.coverage,
    ...ofOtherCases(terms),
    ...(terms.unchecked === undefined ? {} : { unchecked: terms.unchecked }),
    ...(cheapest === undefined ? {} : { cheapest }),
  };
}

function armOf(
  { arm, label, report }: ArmComparison,
  server: string,
  workload: string,
  terms: CertificateTerms,
): CertifiedArm {
  const { suite, cases, versions } = report;
  const capacity = terms.capacities.get(arm);
  const missing: readonly Missing[] = [
    ...provedEquivalent(report).gaps,
    ...classGaps(report, terms.totalsBy),
    ...wholeRunGaps(withOptions(report, terms.options)),
    ...replicaGaps(arm, terms),
    ...(terms.runGaps.get(arm) ?? [{ kind: 'stateUnread' }]),
    ...coverageGap(terms),
    ...(capacity !== undefined && 'kind' in capacity ? [capacity] : []),
  ];
  const count = (is: (one: ComparisonReport['cases'][number]) => boolean): number => cases.filter(is).length;
  return {
    arm,
    label,
    server,
    workload,
    certified: missing.length === 0,
    missing,
    cases: {
      compared: count(({ verdict }) => verdict !== 'added' && verdict !== 'removed'),
      sameResults: count(({ results }) => results === 'same'),
      resultsIgnored: count(({ results }) => results === 'ignored'),
      equivalent: count(({ verdict }) => verdict === 'equivalent'),
      improved: count(({ verdict }) => verdict === 'improved'),
      undecided: count(({ verdict }) => verdict === 'inconclusive' || verdict === 'unconfirmed'),
      identical: report.identical ?? 0,
    },
    total: suite === null ? ofOneCase(cases) : timeOf(suite.whole),
    geometricMean: suite?.whole.geometricMean ?? null,
    groups: certifiedClasses(report),
    ...(capacity === undefined || 'kind' in capacity ? {} : { capacity }),
    ...costOf(report, 'candidate'),
    ...(versions === undefined ? {} : { versions }),
    reservations: reservationsOf(report, terms.usualMargin),
    cautions: [...new Set(report.notices.flatMap(({ level, text }) => (level === 'caution' ? [text] : [])))],
  };
}

/** Those of the run, and of the call that judges it. */
function withOptions(report: ComparisonReport, options: readonly OptionInEffect[]): ComparisonReport {
  const own = report.options ?? [];
  const known = new Set(own.map(({ name, value }) => JSON.stringify([name, value])));
  return {
    ...report,
    options: [...own, ...options.filter(({ name, value }) => !known.has(JSON.stringify([name, value])))],
  };
}

function replicaGaps(arm: RunArm, { unmeasured }: CertificateTerms): readonly Missing[] {
  const sides = { baseline: unmeasured('baseline'), candidate: unmeasured(arm) };
  return (['baseline', 'candidate'] as const).flatMap((side): readonly Missing[] =>
    sides[side] === undefined ? [] : [{ kind: 'replicasUnmeasured', arm: side, ...sides[side] }],
  );
}

function coverageGap(terms: CertificateTerms): readonly Missing[] {
  const { coverage, minCoverage, unchecked } = terms;
  if (minCoverage === undefined) return [];
  const covered = coverage === null ? null : Math.min(coverage.executions, coverage.cost);
  const gap = { kind: 'coverage', covered, asked: minCoverage, ...ofOtherCases(terms) } as const;
  if (covered === null || covered < minCoverage) return [gap];
  return unchecked === undefined ? [] : [{ ...gap, unchecked }];
}

function ofOtherCases({ otherCases }: CertificateTerms): { readonly otherCases?: OtherCases } {
  return otherCases === undefined ? {} : { otherCases };
}

function levelOf(comparisons: readonly ArmComparison[]): number {
  for (const { report } of comparisons) {
    const interval = report.suite?.whole.geometricMean?.interval;
    if (interval) return interval.level;
  }
  return 0.9;
}

/** What a day costs, with the cases that it is of. */
function costOf(report: ComparisonReport | undefined, arm: ArmName): Pick<CertifiedArm, 'cost' | 'costCoverage'> {
  const { arms = [], coverage } = report?.money ?? {};
  const cost = arms.find((one) => one.arm === arm);
  if (cost === undefined) return {};
  return { cost, ...(coverage === undefined ? {} : { costCoverage: { cases: coverage.cases, of: coverage.of } }) };
}

/** A workload of one case has no total but what was measured of the case. */
function ofOneCase(cases: ComparisonReport['cases']): SuiteRatio | null {
  const [only, ...others] = cases;
  const result = only === undefined || others.length > 0 ? undefined : judgedTime(only.metrics)?.result;
  if (result?.kind !== 'estimate') return null;
  const { ratio, low, high, level } = result;
  return { ratio, interval: { low, high, level }, pValue: null };
}
