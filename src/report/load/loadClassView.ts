import type { ClassReport, LoadReport, TrialReport } from '../../model/loadReport.ts';
import { absent, formatCount, formatMs, formatNumber, formatShare, unknown } from '../../text/quantity.ts';
import type { Tone } from '../words/verdictWords.ts';
import { promiseTexts } from './classWords.ts';
import { backlogOf, failedText, percentileName, percentileOf, percentileText } from './loadFigures.ts';
import { classMark, type LoadMark } from './loadMarks.ts';
import { type OverTimeChart, overTimeChart } from './overTimeChart.ts';
import { type PercentileChart, percentileChart } from './percentileChart.ts';
import { planText, stateTexts, trialTitle } from './trialWords.ts';
import { type WaitingBars, waitingBars } from './waitingBars.ts';

/** A class of a trial, with its drawings. */
export interface LoadClassView {
  readonly name: string;
  readonly mark: LoadMark;
  readonly tone: Tone;
  /** The percentile that is promised, else p95. */
  readonly figure: string;
  readonly figureName: string;
  readonly promises: readonly { readonly mark: LoadMark; readonly promise: string; readonly seen: string }[];
  readonly overTime: OverTimeChart | null;
  readonly percentiles: PercentileChart | null;
  readonly waiting: WaitingBars | null;
  readonly failures: readonly { readonly name: string; readonly count: string; readonly share: string }[];
  readonly moreFailures: number;
}

/** A line of the table of classes. */
export interface ClassRow {
  readonly name: string;
  readonly mark: LoadMark;
  readonly cells: readonly string[];
}

/** A trial with its classes. */
export interface TrialView {
  readonly anchor: string;
  readonly title: string;
  /** Empty where the head of the page says it. */
  readonly plan: string;
  readonly state: readonly string[];
  readonly rows: readonly ClassRow[];
  readonly classes: readonly LoadClassView[];
  readonly moreClasses: number;
}

/** Heads of the cells of a `ClassRow`. */
export const classTitles: readonly string[] = [
  ...['offered/s', 'done/s', 'good/s', 'failed', 'p50', 'p95', 'p99', 'p99.9', 'longest', 'backlog'],
];

const most = { classes: 12, failures: 20 };

function classRow(one: ClassReport, trial: TrialReport): ClassRow {
  const backlog = backlogOf(one, trial.plan);
  const at = (share: number): string => {
    const found = percentileOf(one, share);
    return found === undefined ? absent : formatMs(found.ms);
  };
  return {
    name: one.name,
    mark: classMark(one, trial),
    cells: [
      ...[one.offered, one.achieved, one.good].map(formatNumber),
      failedText(one),
      ...[0.5, 0.95, 0.99, 0.999].map(at),
      one.maxMs === undefined ? absent : formatMs(one.maxMs),
      backlog === null ? unknown : formatCount(backlog),
    ],
  };
}

function classView(one: ClassReport, trial: TrialReport): LoadClassView {
  const mark = classMark(one, trial);
  const share = one.latencyPromises.at(-1)?.share ?? 0.95;
  const seen = percentileOf(one, share);
  const failed = one.failed.toSorted((a, b) => b.count - a.count);
  return {
    name: one.name,
    mark,
    tone: mark.tone,
    figure: seen === undefined ? 'nothing answered' : percentileText(seen),
    figureName: percentileName(share),
    promises: promiseTexts(one, trial),
    overTime: overTimeChart(one, trial),
    percentiles: percentileChart(one),
    waiting: waitingBars(one.time),
    failures: failed
      .slice(0, most.failures)
      .map((item) => ({ name: item.name, count: formatCount(item.count), share: formatShare(item.share) })),
    moreFailures: Math.max(0, failed.length - most.failures),
  };
}

/** Arranges a trial for the page. Its strings must already be visible text. */
export function trialView(trial: TrialReport, report: LoadReport): TrialView {
  const { classes } = trial;
  const isOne = report.command === 'load' && report.trials.length === 1;
  return {
    anchor: `trial-${trial.plan.id}`,
    title: isOne ? 'class by class' : trialTitle(trial, report),
    plan: isOne ? '' : planText(trial.plan),
    state: stateTexts(trial),
    rows: classes.map((one) => classRow(one, trial)),
    classes: classes.slice(0, most.classes).map((one) => classView(one, trial)),
    moreClasses: Math.max(0, classes.length - most.classes),
  };
}
