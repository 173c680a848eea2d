import type { Reservation } from '../../model/certificate.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import { comparedCases, undecidedCases } from '../../model/decided.ts';

/**
 * What a certificate of this comparison leaves open, as data.
 * @param usualMargin of which a reader need not be told
 */
export function reservationsOf(report: ComparisonReport, usualMargin: number): readonly Reservation[] {
  const { cases, method, suite, selfCheck, identical = 0 } = report;
  const of = comparedCases(report);
  const counted = (kind: 'resultsIgnored' | 'undecided' | 'identical', count: number, all = of) =>
    count === 0 ? [] : [{ kind, cases: count, of: all }];
  return [
    ...(method.margin > usualMargin
      ? [{ kind: 'wideMargin', margin: method.margin, usual: usualMargin } as const]
      : []),
    ...counted('resultsIgnored', cases.filter(({ results }) => results === 'ignored').length),
    ...counted('undecided', undecidedCases(report)),
    ...counted('identical', identical, of + identical),
    ...(isSelfChecked(selfCheck) ? [] : [{ kind: 'noSelfCheck' } as const]),
    ...withoutGroups(suite, of),
  ];
}

/** Switched off is a gap of its own. */
function isSelfChecked(selfCheck: ComparisonReport['selfCheck']): boolean {
  if (selfCheck === null || selfCheck.kind === 'off') return true;
  return selfCheck.kind === 'ran' && selfCheck.cases.length > 0;
}

function withoutGroups(suite: ComparisonReport['suite'], compared: number): readonly Reservation[] {
  if (compared === 1) return [{ kind: 'oneCase' }];
  return suite === null || suite.groups.length > 0 ? [] : [{ kind: 'noGroups' }];
}
