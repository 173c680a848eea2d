import type { CaseComparison } from '../../model/comparison.ts';
import type { Notice } from '../../model/notice.ts';
import type { StateReport } from '../../model/stateReport.ts';
import { debtNotice, driftNotice, unknownStateNotice } from '../reasons/debtText.ts';
import { owedBy } from './serversOverTime.ts';

/** What the state of the servers says of a whole run; nothing where nobody looked. */
export function stateNotices(
  state: StateReport | undefined,
  cases: readonly Pick<CaseComparison, 'because'>[],
): readonly Notice[] {
  if (state === undefined) return [];
  return [...debtNotice(owedBy(cases)), ...driftNotice(state.drift), ...unknownStateNotice(state.servers)];
}
