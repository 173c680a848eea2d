import type { CaseComparison, Verdict } from '../src/model/comparison.ts';

/** What one case of a live run came to. */
export interface LiveOutcome {
  readonly caseId: string;
  readonly verdict: Verdict;
  /** Candidate over baseline of server time. */
  readonly ratio: number | null;
  /** Whether time or CPU time alone, without any counter, would have said so. */
  readonly byTime: boolean;
}

export function verdictOf({ caseId, verdict, evidence, metrics }: CaseComparison): LiveOutcome {
  const time = metrics.find((one) => one.metric === 'server_time')?.result;
  const ratio = time?.kind === 'estimate' ? time.ratio : null;
  return { caseId, verdict, ratio, byTime: evidence.restsOn === 'time' || evidence.restsOn === 'cpu' };
}
