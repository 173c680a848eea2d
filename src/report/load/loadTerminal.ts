import type { Capacity, LoadReport, TrialReport } from '../../model/loadReport.ts';
import { cutTo, tableLines, wrap, wrapFigures } from '../../text/displayWidth.ts';
import { absent, formatCount, formatMs, formatNumber, plural, unknown } from '../../text/quantity.ts';
import { mapStrings, terminalText } from '../../text/safeText.ts';
import { type Paint, painter } from '../words/paint.ts';
import {
  capacityClaim,
  capacityCostText,
  capacityRatioText,
  costRatioText,
  givesWayText,
  marginText,
  probesByRate,
  sustainedText,
} from './capacityWords.ts';
import { classLines, type LoadExtent } from './classLines.ts';
import { backlogOf, failedText, percentileOf } from './loadFigures.ts';
import { loadGateLines } from './loadGateLines.ts';
import { armTexts, askedText, cautionTexts, drivingText, furtherReasons, noteTexts, shownTrials } from './loadHead.ts';
import { classMark, markText, probeMark } from './loadMarks.ts';
import { matrixLines } from './matrixLines.ts';
import { openRateText, planText, stateTexts, trialTitle } from './trialWords.ts';

export interface LoadTerminalOptions {
  readonly color: boolean;
  /** Columns of the terminal; less than 60 is taken as 60. */
  readonly width: number;
  /** Every trial, and all that is known of each class. */
  readonly verbose?: boolean | undefined;
}

const narrowest = 60;
/** Of a name that is not in the first column of a table. */
const longestName = 24;
/** Trials that are told in full without being asked for all. */
const mostTrials = 4;

/**
 * A load for a terminal, all but its verdict: what was asked, capacity and matrix where there are, every class of the trials
 * that matter, and what weakens it. The verdict is `loadVerdictLine`, which is printed last.
 */
export function loadTerminal(
  report: LoadReport,
  { color, width: columns, verbose = false }: LoadTerminalOptions,
): string {
  const safe = mapStrings(report, terminalText);
  const width = Math.max(narrowest, columns);
  const paint = painter(color);
  const trials = shownTrials(safe, verbose);
  const shown = verbose ? trials : trials.slice(0, mostTrials);
  const rest = trials.length - shown.length;
  const blocks: readonly (readonly string[])[] = [
    [...armTexts(safe), askedText(safe), drivingText(safe)].flatMap((text) => wrapFigures(text, width)),
    ...capacityBlocks(safe, width, paint),
    matrixLines(safe, width),
    ...shown.flatMap((trial) => trialBlocks(trial, safe, { width, verbose, paint })),
    rest > 0 ? [paint('faint', `and ${plural(rest, 'more trial')}: --verbose has all`)] : [],
    loadGateLines(safe, { width, verbose, paint }),
    cautionTexts(safe).flatMap((text) => wrap(text, width).map((line) => paint('unsure', line))),
    noteTexts(safe).flatMap((text) => wrap(text, width)),
    furtherReasons(safe).flatMap((text) => wrap(text, width)),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function capacityBlocks(report: LoadReport, width: number, paint: Paint): readonly (readonly string[])[] {
  const { capacity = [] } = report;
  const ratios = [capacityRatioText(report), costRatioText(report)].filter((text) => text !== '');
  return [
    ...capacity.map((one) => [
      ...wrapFigures(`${capacity.length > 1 ? `${one.arm}: ` : ''}${capacityClaim(one)}`, width).map((line) =>
        paint('strong', line),
      ),
      ...[givesWayText(one), sustainedText(one), capacityCostText(one)]
        .filter((text) => text !== '')
        .flatMap((text) => wrapFigures(text, width)),
    ]),
    ratios.flatMap((text) => wrapFigures(text, width)).map((line) => paint('strong', line)),
    ...capacity.map((one) => curveLines(one, report, width)),
  ];
}

/** The curve as a table, a line for each rate that was tried. */
function curveLines(
  capacity: Capacity,
  { trials, classes, capacity: all = [] }: LoadReport,
  width: number,
): readonly string[] {
  const probes = probesByRate(capacity);
  if (probes.length === 0) return [];
  const byId = new Map(trials.map((trial) => [trial.plan.id, trial]));
  const title = all.length > 1 ? `${capacity.arm}, rate/s` : 'rate/s';
  const rows = probes.map((probe) => [
    formatNumber(probe.rate),
    markText(probeMark(probe, byId.get(probe.trial))),
    ...classes.map(({ name }) => {
      const of = byId.get(probe.trial)?.classes.find((one) => one.name === name);
      const p95 = of === undefined ? undefined : percentileOf(of, 0.95);
      return p95 === undefined ? absent : formatMs(p95.ms);
    }),
    formatNumber(probe.good),
    cutTo(probe.nearest, longestName),
    marginText(probe),
  ]);
  const titles = [
    title,
    'promise',
    ...classes.map(({ name }) => `${cutTo(name, longestName)} p95`),
    'good/s',
    'nearest',
    'of its limit',
  ];
  return tableLines(titles, rows, width);
}

function trialBlocks(
  trial: TrialReport,
  report: LoadReport,
  { width, verbose, paint }: LoadExtent,
): readonly (readonly string[])[] {
  const isOne = report.command === 'load' && report.trials.length === 1;
  const title = `${trialTitle(trial, report)}: ${planText(trial.plan)}`;
  const state = stateTexts(trial);
  return [
    [...(isOne ? [] : wrapFigures(title, width).map((line) => paint('strong', line))), ...classTable(trial, width)],
    ...trial.classes.map((one) => classLines(one, trial, { width, verbose, paint })),
    state.flatMap((text) => wrapFigures(text, width)),
  ];
}

/** One line a class; what a narrow terminal leaves out first comes last. */
function classTable(trial: TrialReport, width: number): readonly string[] {
  const { classes, plan } = trial;
  const titles = [
    'class',
    'promise',
    'offered/s',
    'done/s',
    'good/s',
    'failed',
    'p50',
    'p95',
    'p99',
    'longest',
    'backlog',
  ];
  const rows = classes.map((one) => {
    const at = (share: number): string => {
      const found = percentileOf(one, share);
      return found === undefined ? absent : formatMs(found.ms);
    };
    const backlog = backlogOf(one, plan);
    return [
      one.name,
      one.background ? 'background' : markText(classMark(one, trial)),
      ...[one.offered, one.achieved, one.good].map(formatNumber),
      failedText(one),
      ...[0.5, 0.95, 0.99].map(at),
      one.maxMs === undefined ? absent : formatMs(one.maxMs),
      backlog === null ? unknown : formatCount(backlog),
    ];
  });
  const rate = openRateText(plan);
  return classes.length === 0
    ? [cutTo(`no class was measured${rate === '' ? '' : ` at ${rate}`}`, width)]
    : tableLines(titles, rows, width);
}
