import type { LoadHeader } from '../model/loadPlan.ts';
import type { ClassReport, LoadFault, PromiseVerdict, SteadyState, TrialReport } from '../model/loadReport.ts';
import type { Trial, TrialEnd } from '../model/loadRun.ts';
import { steadyState } from './backlog.ts';
import { type CasesOf, casesSent } from './casesSent.ts';
import { classReport } from './classReport.ts';
import { judgedSpan, secondsOfClass, wholeSeconds } from './judgedSpan.ts';
import { tightestMs, worstVerdict } from './promises.ts';
import { sumTallies } from './tallyBook.ts';
import { ownLag, trialFaults } from './trialFaults.ts';

/** As much of a header as a trial is summarized by; without cases, nothing is said of single ones. */
export type SummaryOf = Pick<LoadHeader, 'classes' | 'shard'> & Partial<CasesOf>;

/**
 * What a trial comes to: docs/statistics.md, "Under load".
 *
 * @param tailOfEach with which each end of an interval errs: 2.5%, or less where a trial is looked at more than once
 */
export function summarizeTrial(
  trial: Trial,
  { classes, shard, cases, classOf }: SummaryOf,
  tailOfEach?: number,
): TrialReport {
  const { plan, end, requests } = trial;
  const tallies = sumTallies(trial.tallies);
  const span = judgedSpan({ ...trial, tallies });
  const sloOf = new Map(classes.map(({ name, slo }) => [name, slo]));
  const all = new Map(plan.offered.map(({ of }) => [of, secondsOfClass(tallies, of, span.to)]));
  const judged = new Map([...all].map(([of, seconds]) => [of, seconds.slice(span.from, span.to)]));
  const reports = plan.offered.map((one) =>
    classReport(one, sloOf.get(one.of), all.get(one.of) ?? [], span, requests, tailOfEach),
  );
  const tightest = new Map(
    plan.offered.flatMap(({ of, background }) => {
      const most = background ? undefined : tightestMs(sloOf.get(of));
      return most === undefined ? [] : [[of, most] as const];
    }),
  );
  const lag = ownLag(plan.offered, judged, tightest);
  const steady = steadyState(
    new Map(mayFallBehind(plan, reports).map((of) => [of, wholeSeconds(judged.get(of) ?? [], span)])),
    tailOfEach,
  );
  const faults = trialFaults(trial, { all, span, lag, tightest, reports, shard });
  const sent = cases === undefined || classOf === undefined ? undefined : casesSent(trial, { cases, classOf });
  return {
    plan,
    ...(end === undefined ? {} : { end: withoutCases(end) }),
    faults,
    lag,
    steady,
    classes: reports,
    ...(sent === undefined ? {} : { cases: sent }),
    verdict: verdictOf(reports, steady, faults),
  };
}

/** Cases are told in `cases`, where they are bounded. */
function withoutCases({ cases: _, ...end }: TrialEnd): TrialEnd {
  return end;
}

/**
 * Classes of which it is judged whether they fall behind. Of a load, those at a rate whose promises are judged, or all at a rate where none
 * is: what is there to disturb may pile up. A capacity counts the requests of every class that is not there to disturb, so that each of
 * them has to end what comes in, whether something is promised of it or not.
 */
function mayFallBehind({ purpose, offered }: Trial['plan'], reports: readonly ClassReport[]): readonly string[] {
  const open = offered.filter(({ arrival }) => arrival.kind !== 'closed');
  if (purpose.kind === 'probe' || purpose.kind === 'sustained')
    return open.filter(({ background }) => !background).map(({ of }) => of);
  const atRate = open.map(({ of }) => of);
  const promising = reports.filter(({ verdict }) => verdict !== undefined);
  if (promising.length === 0) return atRate;
  return atRate.filter((of) => promising.some(({ name }) => name === of));
}

/** A trial in which nothing is promised is undecided: nobody may read it as a promise kept. */
function verdictOf(classes: readonly ClassReport[], steady: SteadyState, faults: readonly LoadFault[]): PromiseVerdict {
  const worst = worstVerdict(classes.flatMap(({ verdict }) => verdict ?? [])) ?? 'undecided';
  if (faults.length > 0) return 'undecided';
  return worst === 'kept' && steady.kind !== 'steady' ? 'undecided' : worst;
}
