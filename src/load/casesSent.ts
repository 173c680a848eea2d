import type { LoadHeader } from '../model/loadPlan.ts';
import type { CasesSent, FailedCase } from '../model/loadReport.ts';
import type { Trial } from '../model/loadRun.ts';
import { isTooSlow } from './tallyBook.ts';

/** As much of a header as tells which cases a trial could send. */
export type CasesOf = Pick<LoadHeader, 'cases' | 'classOf'>;

/** Cases that are named; of the others there is a count. */
const mostNamed = 20;

/** Which cases of a trial were never sent in its judged time, and which failed every time; undefined where that was not counted. */
export function casesSent({ plan, end }: Trial, { cases, classOf }: CasesOf): CasesSent | undefined {
  if (end?.cases === undefined) return undefined;
  const offered = new Set(plan.offered.map(({ of }) => of));
  const counted = new Map(end.cases.map((one) => [one.caseId, one]));
  const could = cases.filter(
    ({ arm, caseId, weight }) => arm === plan.arm && weight > 0 && offered.has(classOf[caseId] ?? ''),
  );
  const failed = could
    .flatMap(({ caseId }): readonly FailedCase[] => {
      const one = counted.get(caseId);
      if (one === undefined || one.ended === 0 || one.failed < one.ended) return [];
      // A search tries rates that are far too high: there any case takes too long, or is given up.
      if (plan.purpose.kind === 'probe' && isTooSlow(one.how ?? '')) return [];
      return [{ caseId, of: classOf[caseId] ?? '', failed: one.failed, how: one.how ?? 'not known' }];
    })
    .sort((a, b) => b.failed - a.failed || (a.caseId < b.caseId ? -1 : 1));
  return {
    of: could.length,
    neverSent: could.filter(({ caseId }) => (counted.get(caseId)?.ended ?? 0) === 0).length,
    alwaysFailed: { count: failed.length, worst: failed.slice(0, mostNamed) },
  };
}
