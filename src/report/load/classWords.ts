import type {
  ClassReport,
  JudgedErrors,
  JudgedLatency,
  OutcomeCount,
  TimeSpent,
  TrialReport,
} from '../../model/loadReport.ts';
import { formatCount, formatMs, formatShare, plural } from '../../text/quantity.ts';
import { latencyPromiseText, percentileName, percentileOf, percentileText, shareText } from './loadFigures.ts';
import { type LoadMark, trialMark } from './loadMarks.ts';

/** A promise, and what came of it. */
export interface PromiseText {
  readonly mark: LoadMark;
  /** `p95 at most 250 ms` */
  readonly promise: string;
  /** `0.5% (0.3% to 0.8%) of requests were not answered well by then, 5% may be` */
  readonly seen: string;
}

function latencyPromise(promise: JudgedLatency, trial: TrialReport): PromiseText {
  return {
    mark: trialMark(promise.verdict, trial),
    promise: latencyPromiseText(promise),
    seen: `${shareText(promise.over)} of requests were not answered well within it, of ${formatShare(1 - promise.share)} allowed`,
  };
}

function errorPromise({ most, share, verdict }: JudgedErrors, trial: TrialReport): PromiseText {
  return {
    mark: trialMark(verdict, trial),
    promise: `errors at most ${formatShare(most)}`,
    seen: `${shareText(share)} of requests failed`,
  };
}

/** Each promise of a class with its verdict; none where it is there to disturb. */
export function promiseTexts(
  { latencyPromises, errorPromise: errors }: ClassReport,
  trial: TrialReport,
): readonly PromiseText[] {
  return [
    ...latencyPromises.map((promise) => latencyPromise(promise, trial)),
    ...(errors === undefined ? [] : [errorPromise(errors, trial)]),
  ];
}

/** Percentiles with their intervals, the mean and the longest: `p50 21.0 ms (20.4 ms to 21.9 ms), …`. */
export function latencyText(one: ClassReport): string {
  if (one.percentiles.length === 0) return 'no request was answered well';
  const shown = [0.5, 0.95, 0.99, 0.999].flatMap((share) => percentileOf(one, share) ?? []);
  const parts = shown.map((percentile) => `${percentileName(percentile.share)} ${percentileText(percentile)}`);
  return [...parts, ...(one.maxMs === undefined ? [] : [`longest ${formatMs(one.maxMs)}`])].join(', ');
}

/** Ways in which requests ended badly, the most frequent first: `650 (5.9%) TOO_MANY_SIMULTANEOUS_QUERIES (202)`. */
export function outcomeTexts({ failed }: ClassReport): readonly string[] {
  return failed
    .toSorted((a, b) => b.count - a.count)
    .map(({ name, count, share }: OutcomeCount) => `${formatCount(count)} (${formatShare(share)}) ${name}`);
}

/** The mean of fewer is no figure to go by. */
const leastForMean = 30;

/** Whether the server's log told of enough requests for an average. */
export function isToldOf({ known }: TimeSpent): boolean {
  return known >= leastForMean;
}

/** Where time went, in words. */
export function timeText(time: TimeSpent): string {
  if (!isToldOf(time)) return `too few for an average of where time went: ${sampleText(time)}`;
  const ms = (part: number): string => formatMs(part);
  return [
    `of ${ms(time.latency)} on average: ${ms(time.own)} in hogbench before it was sent, ${ms(time.slots)} waiting for a slot, ${ms(time.running)} running, ${ms(time.between)} between`,
    `while running: ${ms(time.cpu)} of CPU, ${ms(time.threads)} waiting for threads, ${ms(time.cores)} for cores (threads add up)`,
    sampleText(time),
  ].join('; ');
}

/** Of how many requests the server's log told. */
export function sampleText({ known, of }: TimeSpent): string {
  return `from the server's log on ${formatCount(known)} of ${plural(of, 'request')}`;
}
