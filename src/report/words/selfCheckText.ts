import type { ComparisonReport, SelfCheck } from '../../model/comparison.ts';
import { plural } from '../../text/quantity.ts';

/** One line for every output: what the run said of cases in which nothing had changed; empty when it has no such cases. */
export function selfCheckText({ selfCheck }: Pick<ComparisonReport, 'selfCheck'>): string {
  if (selfCheck === null) return '';
  if (selfCheck.kind === 'off') return 'self-check: switched off, so a false alarm would go unnoticed';
  if (selfCheck.cases.length === 0) return 'self-check: none was measured';
  return `self-check: ${plural(selfCheck.cases.length, 'case')} run as baseline against baseline, ${outcomes(selfCheck)}`;
}

/** "0 flagged, 1 unconfirmed, 1 equivalent": the first is always said, since it is what the check is for. */
function outcomes({ flagged, unconfirmed, equivalent, cases }: Extract<SelfCheck, { kind: 'ran' }>): string {
  const undecided = cases.length - flagged - unconfirmed - equivalent;
  const counts = [
    `${flagged} flagged`,
    `${unconfirmed} unconfirmed`,
    ...(equivalent === 0 ? [] : [`${equivalent} equivalent`]),
    ...(undecided === 0 ? [] : [`${undecided} undecided`]),
  ];
  return counts.join(', ');
}
