import type { Arrival } from '../../model/loadClass.ts';
import type { OfferedLoad, TrialPlan } from '../../model/loadPlan.ts';
import type { LoadReport, OwnLag, TrialReport } from '../../model/loadReport.ts';
import type { TrialEnd, TrialSpan } from '../../model/loadRun.ts';
import { formatMs, formatNumber, formatSeconds, formatShare, plural } from '../../text/quantity.ts';
import { caseTexts } from './caseWords.ts';
import { estimateText, limitText, rateText } from './loadFigures.ts';
import { besideText } from './matrixWords.ts';

function arrivalText(arrival: Arrival): string {
  switch (arrival.kind) {
    case 'poisson':
      return `${formatNumber(arrival.rate)}/s at random moments`;
    case 'constant':
      return `${formatNumber(arrival.rate)}/s at equal distances`;
    case 'recorded':
      return arrival.speed === 1
        ? 'at its recorded times'
        : `at its recorded times, ${formatNumber(arrival.speed)}x as fast`;
    case 'closed': {
      const think = arrival.thinkMs === 0 ? '' : ` that think ${limitText(arrival.thinkMs)}`;
      return `${plural(arrival.users, 'user')}${think}`;
    }
  }
}

function offeredText({ of, arrival, background }: OfferedLoad): string {
  return `${of} ${arrivalText(arrival)}${background ? ' in the background' : ''}`;
}

/** What was sent, and for how long: `online 80.0/s at random moments; for 55 s after 5 s of warm-up`. */
export function planText({ offered, warmupMs, durationMs }: TrialPlan): string {
  const warmup = warmupMs === 0 ? '' : ` after ${formatSeconds(warmupMs)} of warm-up`;
  return `${offered.map(offeredText).join(', ')}; for ${formatSeconds(durationMs)}${warmup}`;
}

/** What a trial was for, and of which arm, where there are several: `candidate, probe`. */
export function trialTitle({ plan }: TrialReport, report: Pick<LoadReport, 'arms'>): string {
  const { purpose } = plan;
  const arm = report.arms.length > 1 ? `${plan.arm}, ` : '';
  switch (purpose.kind) {
    case 'load':
      return `${arm}load`;
    case 'probe':
      return `${arm}probe`;
    case 'sustained':
      return `${arm}sustained run`;
    case 'cell':
      return `${arm}${purpose.measured} ${besideText(purpose)}`;
  }
}

/** Our own lateness, against what is allowed, and the wait for room to send. */
export function lagText({ p99Ms, maxMs, mostMs, heldP99Ms }: OwnLag): string {
  if (mostMs === undefined) return 'how late hogbench itself was is not measured: every class is there to disturb';
  return `sent late by hogbench itself: p99 ${formatMs(p99Ms)} of ${formatMs(mostMs)} allowed, most ${formatMs(maxMs)}; held back for want of room: p99 ${formatMs(heldP99Ms)}`;
}

/** Of what was offered, so large a share may be unsent before that says more of this program than of the server. */
const mostUnsent = 0.02;

/** Whether as much was done as came in. Where we did not send it all, the server is not said to be overloaded. */
export function steadyText(trial: TrialReport): string {
  const { kind, slope, of, closed } = trial.steady;
  if (closed) return 'nothing that is judged was sent at a rate, so that there is no backlog that could grow';
  const grows = `the backlog${of === undefined ? '' : ` of ${of}`} grows by ${estimateText(slope)} requests/s`;
  if (kind === 'steady') return `steady, within 5% of the rate: ${grows}`;
  if (kind === 'growing') {
    const ours = ownPart(trial);
    if (ours !== undefined) return `${grows}, but ${ours}`;
    return `overloaded: more arrives than is done, and ${grows}`;
  }
  return `too short to tell whether it is steady: ${grows}`;
}

/** What this program did not send, or sent late, and what to do about it; undefined where that is little. */
function ownPart({ classes, faults }: TrialReport): string | undefined {
  const offered = classes.reduce((sum, { requests }) => sum + requests, 0);
  const unsent = classes
    .flatMap(({ failed }) => failed)
    .reduce((sum, { name, count }) => (name === 'not sent' ? sum + count : sum), 0);
  if (unsent > mostUnsent * offered)
    return `${formatShare(unsent / offered)} of it was never sent for want of room: raise --max-in-flight before you call the server overloaded`;
  if (faults.some(({ kind }) => kind === 'lag' || kind === 'rate-not-reached'))
    return 'hogbench itself was late: give it more --workers before you call the server overloaded';
  return undefined;
}

/** What is said of a trial as a whole. */
export function stateTexts(trial: TrialReport): readonly string[] {
  return [...endTexts(trial.end), ...caseTexts(trial), lagText(trial.lag), steadyText(trial)];
}

/** How a trial ended, where that is not as planned, and spans without any answer. */
export function endTexts(end: TrialEnd | undefined): readonly string[] {
  if (end === undefined) return ['its end was not written'];
  const silent = end.silent.map(spanText);
  const paused = (end.paused ?? []).map(spanText);
  return [
    ...endedText(end),
    ...(silent.length === 0 ? [] : [`the server answered nothing at all from ${spansText(silent)} of the run`]),
    ...(paused.length === 0 ? [] : [`hogbench itself stood still from ${spansText(paused)} of the run`]),
    ...((end.leftRunning ?? 0) === 0
      ? []
      : [`${plural(end.leftRunning ?? 0, 'request')} of it still ran on the server at its end`]),
    ...(end.leftRunning === undefined ? ['whether requests still ran on the server at its end is not known'] : []),
  ];
}

const mostSpans = 5;

function spanText({ from, to }: TrialSpan): string {
  return `${formatSeconds(from)} to ${formatSeconds(to)}`;
}

function spansText(spans: readonly string[]): string {
  const rest = spans.length - mostSpans;
  return `${spans.slice(0, mostSpans).join(', ')}${rest > 0 ? ` and in ${plural(rest, 'more span')}` : ''}`;
}

function endedText({ ended, sentForMs }: TrialEnd): readonly string[] {
  switch (ended.kind) {
    case 'complete':
      return [];
    case 'decided':
      return [`ended early, after ${formatSeconds(sentForMs)}, when its answer was known`];
    case 'interrupted':
      return [`interrupted after ${formatSeconds(sentForMs)}`];
    case 'lost':
      return [`the server was lost after ${formatSeconds(ended.afterMs)}: ${ended.reason}`];
  }
}

/** The rate at which a trial was offered openly, over its classes that are judged; null where it goes by users or recorded times. */
export function openRate({ offered }: TrialPlan): number | null {
  const rates = offered.flatMap(({ arrival }) =>
    arrival.kind === 'poisson' || arrival.kind === 'constant' ? [arrival.rate] : [],
  );
  return rates.length === 0 ? null : rates.reduce((sum, rate) => sum + rate, 0);
}

/** `80.0 requests/s`, for a trial that has a rate. */
export function openRateText(plan: TrialPlan): string {
  const rate = openRate(plan);
  return rate === null ? '' : rateText(rate);
}
