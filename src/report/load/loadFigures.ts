import type { LatencyPromise, Slo } from '../../model/loadClass.ts';
import type { TrialPlan } from '../../model/loadPlan.ts';
import type { ClassReport, Estimate, LatencyPercentile } from '../../model/loadReport.ts';
import type { Milliseconds } from '../../model/units.ts';
import { formatCount, formatMs, formatNumber, formatSeconds, formatShare } from '../../text/quantity.ts';

/** `p95`, `p99.9` */
export function percentileName(share: number): string {
  return `p${Number((share * 100).toPrecision(7))}`;
}

/** A time that somebody chose, as it was written: `250 ms`, `3 s`. */
export function limitText(ms: Milliseconds): string {
  return ms >= 1000 && Number.isInteger(ms / 100) ? formatSeconds(ms) : formatMs(ms);
}

/** `38.4 requests/s` */
export function rateText(rate: number): string {
  return `${formatNumber(rate)} requests/s`;
}

/** `12.3 ms (11.9 ms to 12.8 ms)`; where requests are too few for an interval, without it. */
export function percentileText({ ms, lowMs, highMs }: LatencyPercentile): string {
  if (lowMs === undefined && highMs === undefined) return formatMs(ms);
  return `${formatMs(ms)} (${lowMs === undefined ? '?' : formatMs(lowMs)} to ${highMs === undefined ? '?' : formatMs(highMs)})`;
}

/** `1.2% (0.9% to 1.6%)` */
export function shareText({ value, low, high }: Estimate): string {
  return `${formatShare(value)} (${formatShare(low)} to ${formatShare(high)})`;
}

/** `38.4 (37.6 to 39.2)` */
export function estimateText({ value, low, high }: Estimate): string {
  return `${formatNumber(value)} (${formatNumber(low)} to ${formatNumber(high)})`;
}

/** A percentile of a class, where it was reckoned. */
export function percentileOf({ percentiles }: ClassReport, share: number): LatencyPercentile | undefined {
  return percentiles.find((one) => Math.abs(one.share - share) < 1e-9);
}

/** `p95 at most 250 ms` */
export function latencyPromiseText({ share, mostMs }: LatencyPromise): string {
  return `${percentileName(share)} at most ${limitText(mostMs)}`;
}

/** `p95 at most 250 ms, errors at most 0.1%`. */
export function sloText(slo: Slo): string {
  const errors = slo.errors === undefined ? [] : [`errors at most ${formatShare(slo.errors)}`];
  return [...slo.latency.map(latencyPromiseText), ...errors].join(', ');
}

/** How many of a class failed, and in parts of all: `12 (0.1%)`. */
export function failedText({ failed }: ClassReport): string {
  const count = failed.reduce((sum, one) => sum + one.count, 0);
  const share = failed.reduce((sum, one) => sum + one.share, 0);
  return count === 0 ? '0' : `${formatCount(count)} (${formatShare(share)})`;
}

/** The most requests that were intended and had not ended, at the end of a second of the judged time; null where there is none. */
export function backlogOf({ seconds }: ClassReport, { warmupMs, durationMs }: TrialPlan): number | null {
  const judged = seconds.filter(
    ({ second }) => (second + 1) * 1000 > warmupMs && second * 1000 < warmupMs + durationMs,
  );
  return judged.length === 0 ? null : Math.max(...judged.map(({ backlog }) => backlog));
}
