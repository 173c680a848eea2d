import type { LoadShard, OfferedLoad } from '../model/loadPlan.ts';
import type { ClassReport, LoadFault, OwnLag } from '../model/loadReport.ts';
import type { Counts, Trial } from '../model/loadRun.ts';
import type { Milliseconds } from '../model/units.ts';
import { backgroundFaults, cutFaults } from './contentFaults.ts';
import { addCounts, countOf, maxOf, percentileOf } from './counts.ts';
import { endFaults } from './endFaults.ts';
import type { JudgedSpan, SecondOfClass } from './judgedSpan.ts';
import { shortNumber } from './shortNumber.ts';
import { idleFaults, pauseFaults, silenceFaults, type UsersJudged } from './standstills.ts';

/** Our own lateness may take so large a share of the tightest promise, at its 99th percentile. */
const mostOwnShare = 0.05;
/** Fewer of the planned requests than this, beyond what chance explains, and the rate was not offered. */
const leastSent = 0.98;

/** Where no latency is promised: what leaves later than this is sent in another second than it was due in, and so at another rate. */
const mostLateMs: Milliseconds = 1000;

/**
 * How late we were, with the class for which we were latest: what is there to disturb would hide what became of those that are judged.
 *
 * @param judged seconds of each class
 * @param tightest shortest promise of latency of each class that is judged, where it has one
 */
export function ownLag(
  offered: readonly OfferedLoad[],
  judged: ReadonlyMap<string, readonly SecondOfClass[]>,
  tightest: ReadonlyMap<string, Milliseconds>,
): OwnLag {
  const ofJudged = offered.filter(({ background }) => !background);
  const worst = (part: 'lag' | 'held', figure: (counts: Counts) => number | undefined): Milliseconds =>
    Math.max(0, ...ofJudged.map(({ of }) => figure(addCounts((judged.get(of) ?? []).map((one) => one[part]))) ?? 0)) /
    1000;
  const limits = [
    ...[...tightest.values()].map((ms) => ms * mostOwnShare),
    ...(ofJudged.some(({ of }) => !tightest.has(of)) ? [mostLateMs] : []),
  ];
  const p99 = (counts: Counts): number | undefined => percentileOf(counts, 0.99);
  return {
    p99Ms: worst('lag', p99),
    maxMs: worst('lag', maxOf),
    ...(limits.length === 0 ? {} : { mostMs: Math.min(...limits) }),
    heldP99Ms: worst('held', p99),
  };
}

/** What a trial is held against. */
export interface FaultsOf {
  /** Seconds of each class, the warm-up included. */
  readonly all: ReadonlyMap<string, readonly SecondOfClass[]>;
  readonly span: JudgedSpan;
  readonly lag: OwnLag;
  /** The shortest promise of latency of each class that is judged, where it has one. */
  readonly tightest: ReadonlyMap<string, Milliseconds>;
  /** What became of each class. */
  readonly reports: readonly ClassReport[];
  readonly shard: LoadShard | undefined;
}

/** Why nothing can be concluded from a trial; empty: nothing is known against it. */
export function trialFaults(
  { plan, end, requests }: Trial,
  { all, span, lag, tightest, reports, shard }: FaultsOf,
): readonly LoadFault[] {
  const closed = plan.offered.flatMap(({ of, arrival }) => {
    const most = tightest.get(of);
    return arrival.kind === 'closed' && most !== undefined ? [{ of, tightest: most }] : [];
  });
  const faults: LoadFault[] = [
    ...endFaults(end),
    ...pauseFaults(end, span, lag.mostMs),
    ...silenceFaults(end, span, closed),
  ];
  if (faults.length === 0) faults.push(...idleFaults(usersJudged(plan.offered, all, reports), span));
  const byClass = new Map([...all].map(([of, seconds]) => [of, seconds.slice(span.from, span.to)]));
  const judged = [...byClass.values()].flat();
  if (judged.every(({ offered }) => offered === 0)) {
    const what = span.seconds > 0 ? 'no request was due in the judged time' : 'it ended before the judged time began';
    return [
      ...faults,
      { kind: 'nothing-sent', what, fix: 'raise the rate, lengthen the duration or shorten the warm-up' },
    ];
  }
  faults.push(...cutFaults(requests, plan.offered, span), ...backgroundFaults(plan.offered, all, span));
  if (lag.mostMs !== undefined && lag.p99Ms > lag.mostMs) {
    const why = lag.mostMs === mostLateMs ? 'where no latency is promised' : '5% of the tightest promise';
    const what = `requests left up to ${shortNumber(lag.p99Ms)} ms late (p99) by our own doing; ${shortNumber(lag.mostMs)} ms, ${why}, may be`;
    faults.push({
      kind: 'lag',
      what,
      fix: 'give it more --workers, or offer the load from several machines with --shard',
    });
  }
  for (const { of, arrival } of plan.offered) {
    if (arrival.kind !== 'poisson' && arrival.kind !== 'constant') continue;
    const planned = (arrival.rate / (shard?.of ?? 1)) * span.seconds;
    // one to which the sender did not come waited for no room
    const reached = countOf(addCounts((byClass.get(of) ?? []).map((one) => one.held)));
    if (reached >= leastSent * planned - 3 * Math.sqrt(planned)) continue;
    const what = `class ${of}: ${Math.round(reached)} of ${Math.round(planned)} planned requests came to be sent`;
    faults.push({
      kind: 'rate-not-reached',
      what,
      fix: 'lower the rate, give it more --workers, or use several machines with --shard',
    });
  }
  return faults;
}

function usersJudged(
  offered: readonly OfferedLoad[],
  all: FaultsOf['all'],
  reports: readonly ClassReport[],
): readonly UsersJudged[] {
  return offered.flatMap(({ of, arrival }) => {
    if (arrival.kind !== 'closed') return [];
    const promises = reports.find(({ name }) => name === of)?.latencyPromises ?? [];
    return [{ of, thinkMs: arrival.thinkMs, promises, seconds: all.get(of) ?? [] }];
  });
}
