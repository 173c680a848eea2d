import type { OfferedLoad } from '../../model/loadPlan.ts';
import type { ClassReport, TrialReport } from '../../model/loadReport.ts';
import { offeredRate } from './margin.ts';

/**
 * Requests a second, over all classes, at which as many ended as could while more came in: those of the class that fell behind by most,
 * scaled by its part of the rate. Undefined where no class fell behind. Only the judged seconds count: in the drain after them nothing
 * comes in.
 */
export function saturationOf(report: TrialReport): number | undefined {
  const offered = new Map(report.plan.offered.map((one) => [one.of, one]));
  const parts = report.classes.flatMap((one) => endedPart(report, one, offered.get(one.name)) ?? []);
  const least = Math.min(...parts);
  return least < fallsBehind ? offeredRate(report.plan) * least : undefined;
}

/** What ended of what was planned. The plan is exact, where what random arrivals came to is not. */
function endedPart(report: TrialReport, one: ClassReport, offered: OfferedLoad | undefined): number | undefined {
  if (offered === undefined || offered.background || !('rate' in offered.arrival)) return undefined;
  const from = Math.ceil(report.plan.warmupMs / 1000);
  const sentForMs = report.end?.sentForMs ?? report.plan.warmupMs + report.plan.durationMs;
  const to = Math.floor(sentForMs / 1000);
  const judged = one.seconds.filter(({ second }) => second >= from && second < to);
  if (judged.length < fewestSeconds) return undefined;
  const done = judged.reduce((sum, { done: count }) => sum + count, 0) / judged.length;
  const came = judged.reduce((sum, { offered: count }) => sum + count, 0) / judged.length;
  return done < fallsBehind * came ? done / offered.arrival.rate : undefined;
}

const fewestSeconds = 2;

/** What ends differs by so much from minute to minute. */
const noMore = 1.05;

/** A class that ends more than this part of what comes in is not told from one that ends all. */
const fallsBehind = 0.97;

/**
 * Whether what an overloaded server ends is the most that it can. One that collapses under too much does less then than at a rate that it was
 * proved to keep.
 * @param kept requests a second
 */
export function isCeiling(saturation: number, kept: number): boolean {
  return saturation >= kept / noMore;
}
