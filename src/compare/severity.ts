import type { CaseComparison, Verdict } from '../model/comparison.ts';

/** Most severe first; what needs no reading comes last. */
export const severity: readonly Verdict[] = [
  'failed',
  'resultChanged',
  'regressed',
  'improved',
  'unconfirmed',
  'inconclusive',
  'added',
  'removed',
  'equivalent',
];

export function countVerdicts(cases: readonly CaseComparison[]): Readonly<Record<Verdict, number>> {
  const counts: Record<Verdict, number> = {
    regressed: 0,
    improved: 0,
    equivalent: 0,
    inconclusive: 0,
    unconfirmed: 0,
    resultChanged: 0,
    failed: 0,
    added: 0,
    removed: 0,
  };
  for (const { verdict } of cases) counts[verdict]++;
  return counts;
}

/** By severity, then the larger change of time first, then by id. */
export function bySeverity(cases: readonly CaseComparison[]): readonly CaseComparison[] {
  const keyed = cases.map((one) => ({
    one,
    rank: severity.indexOf(one.verdict),
    change: Math.abs(logTimeRatio(one) ?? 0),
  }));
  keyed.sort((a, b) => a.rank - b.rank || b.change - a.change || (a.one.caseId < b.one.caseId ? -1 : 1));
  return keyed.map(({ one }) => one);
}

function logTimeRatio(one: CaseComparison): number | null {
  const time = one.metrics.find((metric) => metric.metric === 'server_time');
  return time?.result.kind === 'estimate' ? Math.log(time.result.ratio) : null;
}
