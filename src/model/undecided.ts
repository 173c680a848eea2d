import type { CaseComparison } from './comparison.ts';
import type { Ended } from './evidence.ts';
import type { Reason, TimeRefusal } from './reason.ts';

/** What kept a case from being decided; of several, what has to be mended first. */
export type Undecided =
  /** The run file is damaged. */
  | 'lost'
  | 'resultsUnread'
  /** Executions were cut by a limit of the server. */
  | 'cut'
  | 'failures'
  /** The server's log does not tell what is needed. */
  | 'evidence'
  | 'stalls'
  /** A server had work left on its tables. */
  | 'debt'
  /** Tables differ between the arms. */
  | 'otherData'
  /** Exact counters vary within an arm, or point both ways. */
  | 'counters'
  /** The machine was too busy to show what fewer threads cost. */
  | 'busyMachine'
  /** Time was not judged, and every execution of the candidate took more CPU time. */
  | 'costlier'
  /** Of two saved runs. */
  | TimeRefusal['kind']
  | 'budget'
  | 'unmeasured'
  /** The run ended before its plan, for another reason than its budget. */
  | 'stopped'
  /** Fresh sessions do not confirm what was suspected. */
  | 'unconfirmed'
  | 'noise';

const byReason: Readonly<Partial<Record<Reason['kind'], Undecided>>> = {
  ...{ lost: 'lost', resultsUnread: 'resultsUnread', cut: 'cut', someFailed: 'failures', stalled: 'stalls' },
  ...{ factsMissing: 'evidence', uncounted: 'evidence', fewCounters: 'evidence', noFacts: 'evidence' },
  ...{
    otherTables: 'otherData',
    lessData: 'otherData',
    costlier: 'costlier',
    fewerThreads: 'busyMachine',
    debt: 'debt',
    mixedWork: 'counters',
    varyingWork: 'counters',
  },
};

const byEnd: Readonly<Record<Ended['kind'], Undecided>> = {
  ...{ budget: 'budget', unmeasured: 'unmeasured', interrupted: 'stopped', over: 'stopped', incomplete: 'stopped' },
  ...{ cut: 'cut', hopeless: 'failures', confirmationHopeless: 'failures', noEvidence: 'evidence' },
  ...{
    futile: 'unconfirmed',
    confirmationLimit: 'unconfirmed',
    unconfirmable: 'unconfirmed',
    confirmed: 'unconfirmed',
  },
  ...{
    limit: 'noise',
    savedSessions: 'noise',
    equivalent: 'noise',
    countersRead: 'counters',
    countersDecide: 'counters',
  },
  ...{ tried: 'unmeasured', nothingToCompare: 'unmeasured' },
};

/** Why an inconclusive or unconfirmed case is no more than that; null for any other. */
export function whyUndecided({
  verdict,
  because,
  ended,
}: Pick<CaseComparison, 'verdict' | 'because' | 'ended'>): Undecided | null {
  if (verdict !== 'inconclusive' && verdict !== 'unconfirmed') return null;
  const refusal = because.find((one) => one.kind === 'untimed' && one.why.kind === 'refused');
  const reasons = because.flatMap((one) => byReason[one.kind] ?? []);
  if (reasons[0] !== undefined) return reasons[0];
  if (refusal?.kind === 'untimed' && refusal.why.kind === 'refused') return refusal.why.refusal.kind;
  return byEnd[ended.kind];
}

/** The cases that each of them kept undecided, the most frequent first. */
export function undecidedTally(
  cases: readonly Pick<CaseComparison, 'caseId' | 'verdict' | 'because' | 'ended'>[],
): readonly { readonly why: Undecided; readonly caseIds: readonly string[] }[] {
  const tally = new Map<Undecided, string[]>();
  for (const item of cases) {
    const why = whyUndecided(item);
    if (why === null) continue;
    const known = tally.get(why);
    if (known === undefined) tally.set(why, [item.caseId]);
    else known.push(item.caseId);
  }
  return [...tally].map(([why, caseIds]) => ({ why, caseIds })).sort((a, b) => b.caseIds.length - a.caseIds.length);
}
