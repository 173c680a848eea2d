import type { ClassReport, Estimate, PromiseVerdict, TrialReport } from '../model/loadReport.ts';

/** Of a class that promises nothing, so large a share may fail at a rate that a search calls kept: the rate is of requests that are answered. */
export const mostFailed = 0.05;

/** Ends of requests that are none of the server's doing. */
const cutByUs: ReadonlySet<string> = new Set(['stopped', 'not sent', 'pending']);

/** A class of a search without a promise, of which some requests failed and some did not. */
export interface PartlyFailed {
  readonly of: string;
  /** Users of a closed loop are in no rate. */
  readonly isInRate: boolean;
  readonly share: Estimate;
  /** `missed`: surely more failed than may. */
  readonly verdict: PromiseVerdict;
  /** `1485 of its 1500 requests failed: SERVER_OVERLOADED (745)` */
  readonly text: string;
}

/**
 * Classes of a search that promise nothing and failed in part. Users of closed loops ask again at once where they are refused, so
 * that nothing is missed by them; but where more than a few were, others were measured beside less than was offered. What had not ended when a trial
 * was looked at may still be answered, and what users still waited for when it was over was cut by us.
 */
export function partlyFailed({ plan, classes }: TrialReport): readonly PartlyFailed[] {
  const { kind } = plan.purpose;
  if (kind !== 'probe' && kind !== 'sustained') return [];
  return classes.flatMap((one) => {
    const { name, background, verdict, requests, failed, ruled } = one;
    const isInRate = plan.offered.some(({ of, arrival }) => of === name && arrival.kind !== 'closed');
    const ways = isInRate ? failed : failed.filter((way) => !cutByUs.has(way.name));
    const count = ways.reduce((sum, { count: some }) => sum + some, 0);
    if (background || verdict !== undefined || count === 0 || isNeverAnswered(one)) return [];
    const share = (isInRate ? ruled?.errors : undefined) ?? { value: count / requests, low: 0, high: 1 };
    const isMissed = share.low > mostFailed && isInRate && ways.every((way) => way.name !== 'pending');
    const isKept = (isInRate ? share.high : share.value) <= mostFailed;
    return [
      {
        of: name,
        isInRate,
        share,
        verdict: isKept ? 'kept' : isMissed ? 'missed' : 'undecided',
        text: `${count} of its ${requests} requests failed: ${ways[0]?.name}`,
      },
    ];
  });
}

/** Whether requests of a class were offered, and none was answered well. */
export function isNeverAnswered({ requests, good, percentiles }: ClassReport): boolean {
  return requests > 0 && good === 0 && percentiles.length === 0;
}
