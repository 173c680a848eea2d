import type { EquivalenceProof, ProofGap } from '../model/cheapest.ts';
import type { CaseComparison, ComparisonReport } from '../model/comparison.ts';
import type { Owed } from '../model/debt.ts';
import type { Doubt, Reason } from '../model/reason.ts';
import type { SuiteRatio } from '../model/suite.ts';

/** What a proof of equivalence is made of. */
export type ProvableReport = Pick<ComparisonReport, 'status' | 'method' | 'suite' | 'cases' | 'arms' | 'notices'>;

/** What withholds a favourable verdict. Listed by kind, so that a new doubt has to be thought of here. */
const withholding: Readonly<Record<Doubt['kind'] | Owed['kind'] | 'cut', true>> = {
  cut: true,
  debt: true,
  lost: true,
  resultsUnread: true,
  someFailed: true,
  factsMissing: true,
  stalled: true,
  uncounted: true,
  lessData: true,
  costlier: true,
  fewerThreads: true,
};

/**
 * Whether the candidate is proved to run the whole workload as well as the baseline: a complete run of both together, in which every case of
 * both returns the same, none regressed or looked so when the time was over, no favourable verdict was withheld, and the intervals of all totals of
 * time end within the margin; over data, by executions of its own, and with a baseline that agrees with itself.
 * What is faster is at least as good. A case that is undecided by itself is no gap: the whole workload decides it, at the interval's level.
 */
export function provedEquivalent(report: ProvableReport): EquivalenceProof {
  const { cases } = report;
  const gaps = [...caseGaps(cases), ...wholeGaps(report), ...untrustedGaps(report)];
  const isWorse = gaps.some(({ kind }) => worse.has(kind));
  return {
    kind: gaps.length === 0 ? 'proved' : isWorse ? 'worse' : 'notProved',
    gaps,
    undecided: cases.filter(({ verdict }) => verdict === 'inconclusive' || verdict === 'unconfirmed').length,
    resultsIgnored: cases.filter(({ results }) => results === 'ignored').length,
  };
}

const worse: ReadonlySet<ProofGap['kind']> = new Set(['regressed', 'failed', 'resultChanged', 'totalWorse'] as const);

function caseGaps(cases: readonly CaseComparison[]): readonly ProofGap[] {
  const many = (kind: CaseGap['kind'], is: (one: CaseComparison) => boolean): readonly ProofGap[] => {
    const count = cases.filter(is).length;
    return count === 0 ? [] : [{ kind, cases: count }];
  };
  return [
    ...many('failed', ({ verdict }) => verdict === 'failed'),
    ...many(
      'resultChanged',
      ({ verdict, results }) => verdict === 'resultChanged' || (verdict !== 'failed' && results === 'changed'),
    ),
    ...many('regressed', ({ verdict }) => verdict === 'regressed'),
    ...many('oneArm', isOfOneArm),
    ...many('resultsUnread', (one) => !isOfOneArm(one) && one.verdict !== 'failed' && one.results === 'notCompared'),
    ...many('withheld', isWithheld),
    ...many('openSuspicion', isOpen),
  ];
}

type CaseGap = Extract<ProofGap, { cases: number }>;

function isOfOneArm({ verdict }: CaseComparison): boolean {
  return verdict === 'added' || verdict === 'removed';
}

/** An undecided case may have failed or stood still now and then, too: the whole decides its time, and not whether it runs. */
function isWithheld({ verdict, because, unchecked = [] }: CaseComparison): boolean {
  return (
    (verdict === 'inconclusive' && because.some(isWithholding)) || unchecked.some((kind) => ofExecutions.has(kind))
  );
}

/** Totals decide the time of a case of which nothing is suspected. What looked slower had to be tested, and a budget can end before. */
function isOpen({ verdict, because }: CaseComparison): boolean {
  return verdict === 'unconfirmed' && because.some(isOpenSuspicion);
}

/** More instructions count as slower, as they do in a verdict; more memory does not. */
function isOpenSuspicion(reason: Reason): boolean {
  if (reason.kind !== 'timing' || !reason.isOpen || reason.family === 'memory') return false;
  return reason.suspected === 'slower' || reason.suspected === 'larger';
}

/** What stalls touched is set aside, and what waits for cores hide is in no time: no total shows either. */
const ofExecutions: ReadonlySet<Doubt['kind']> = new Set([
  'lost',
  'someFailed',
  'factsMissing',
  'stalled',
  'fewerThreads',
  'uncounted',
] as const);

function isWithholding({ kind }: Reason): boolean {
  return Object.hasOwn(withholding, kind);
}

function wholeGaps({ status, method, suite, cases }: ProvableReport): readonly ProofGap[] {
  if (cases.length === 0) return [{ kind: 'nothingMeasured' }];
  const incomplete: readonly ProofGap[] = status.kind === 'complete' ? [] : [{ kind: 'incomplete' }];
  if (method.countersOnly) return [...incomplete, { kind: 'timeNotJudged' }];
  if (method.saved !== undefined) return [...incomplete, { kind: 'measuredApart' }];
  return [...incomplete, ...(suite === null ? ofOneCase(cases) : ofTotals(suite.whole, method.margin))];
}

/** Remarks on a run of which no total is worth anything: it tells differences of the same, times of a cache, of tables that nobody meant, or of fewer servers. */
const untrusted = new Map<string, Extract<ProofGap, { text: string }>['kind']>([
  ['self-check-flagged', 'selfCheck'],
  ['query-cache', 'cached'],
  ['other-scripts', 'otherScripts'],
  ['idle-shards', 'idleShards'],
]);

function untrustedGaps({ arms, notices }: ProvableReport): readonly ProofGap[] {
  const tables = arms.flatMap(({ environment }) => environment.dataset);
  const isEmpty = tables.length > 0 && tables.every(({ rows }) => rows === 0);
  return [
    ...notices.flatMap(({ code, level, text }): readonly ProofGap[] => {
      const kind = untrusted.get(code);
      return kind === undefined || level !== 'caution' ? [] : [{ kind, text }];
    }),
    ...(isEmpty ? [{ kind: 'noData', tables: tables.length } as const] : []),
  ];
}

/** A total of one case would be the case: then its own verdict has to say it. */
function ofOneCase(cases: readonly CaseComparison[]): readonly ProofGap[] {
  const [only, ...others] = cases.filter((one) => !isOfOneArm(one));
  const isProved = others.length === 0 && (only?.verdict === 'equivalent' || only?.verdict === 'improved');
  return isProved ? [] : [{ kind: 'noTotal' }];
}

function ofTotals(
  { geometricMean, costs, cases, of }: NonNullable<ComparisonReport['suite']>['whole'],
  margin: number,
): readonly ProofGap[] {
  const time = costs.filter(({ metric }) => metric === 'running_time' || metric === 'server_time');
  if (geometricMean === null || time.length === 0) return [{ kind: 'noTotal' }];
  const totals = [
    { label: 'geometric mean', covers: cases, ...geometricMean },
    ...time.map(({ label, cases: covers, ratio, interval, pValue }) => ({ label, covers, ratio, interval, pValue })),
  ];
  const uncovered = of - Math.min(...totals.map(({ covers }) => covers));
  return [
    ...(uncovered === 0 ? [] : [{ kind: 'notCovered', cases: uncovered } as const]),
    ...totals.flatMap(({ label, interval }) => ofInterval(label, interval, margin)),
  ];
}

function ofInterval(of: string, interval: SuiteRatio['interval'], margin: number): readonly ProofGap[] {
  if (interval === null) return [{ kind: 'noTotal' }];
  const { low, high } = interval;
  if (high <= 1 + margin) return [];
  return [{ kind: low > 1 + margin ? 'totalWorse' : 'total', of, high, margin }];
}
