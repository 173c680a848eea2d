import type { ClassReport, LoadReport, TrialReport } from '../../model/loadReport.ts';
import { formatCount, formatMs, formatRatio, plural } from '../../text/quantity.ts';
import { terminalText } from '../../text/safeText.ts';
import { capacitiesText, capacityClaim, capacityRatioText, givesWayText } from './capacityWords.ts';
import { alwaysFailedText } from './caseWords.ts';
import { limitText, percentileName, percentileOf, rateText } from './loadFigures.ts';
import { decidingLoadRule } from './loadGateWords.ts';
import { loadMark, rulesBeside } from './loadMarks.ts';
import { besideText } from './matrixWords.ts';

/** Classes that one sentence names. */
const mostNamed = 3;

/** What a load came to, in a line for a terminal: the last one of a command. */
export function loadVerdictLine(report: LoadReport): string {
  return terminalText(verdictSentence(report));
}

/**
 * What a load came to, in a sentence. Only a report whose verdict is `kept`
 * says so; all others begin with what keeps them from it.
 */
export function verdictSentence(report: LoadReport): string {
  const failed = alwaysFailedText(report);
  return failed === '' ? plainSentence(report) : `${plainSentence(report)}; ${failed}`;
}

function plainSentence(report: LoadReport): string {
  const { kind, reasons } = report.verdict;
  const { word } = loadMark(report);
  const title = word.charAt(0).toUpperCase() + word.slice(1);
  if (rulesBeside(report) !== undefined) return `${title}: ${decidingLoadRule(report)}`;
  if (kind === 'kept') return `Kept: ${figuresText(report)}`;
  if (kind === 'told' && report.gate?.outcome === 'passed') return `Within the rules: ${figuresText(report)}`;
  if (kind === 'told') return `Nothing is promised, so nothing is judged: ${figuresText(report)}`;
  const [first = 'no reason is known', ...others] = reasons;
  const more = others.length === 0 ? '' : `, and ${plural(others.length, 'more reason')}`;
  return `${title}: ${first.replace(/\.$/, '')}${more}`;
}

/** What was measured, in the terms of the command. */
function figuresText(report: LoadReport): string {
  const { capacity = [], matrix = [], trials } = report;
  const [only] = capacity;
  if (capacity.length > 1)
    return [capacityRatioText(report), capacitiesText(capacity)].filter((one) => one !== '').join(': ');
  if (only !== undefined) return `${capacityClaim(only)}; ${givesWayText(only)}`;
  if (matrix.length > 0) return worstCellText(report);
  return namedTexts(trials.flatMap((trial) => trialTexts(trial, trials.length > 1)));
}

/** The first few texts, and how many others there are. */
function namedTexts(texts: readonly string[]): string {
  const shown = texts.slice(0, mostNamed).join('; ');
  const rest = texts.length - mostNamed;
  return rest > 0 ? `${shown}; and ${plural(rest, 'other')}` : shown;
}

function trialTexts({ plan, classes }: TrialReport, isNamed: boolean): readonly string[] {
  const judged = classes.filter((one) => !one.background).map(classText);
  return judged.length === 0 ? [] : [`${isNamed ? `${plan.arm}: ` : ''}${namedTexts(judged)}`];
}

function classText(one: ClassReport): string {
  const promise = one.latencyPromises.at(-1);
  const share = promise?.share ?? 0.95;
  const seen = percentileOf(one, share);
  const latency = seen === undefined ? '' : ` with ${percentileName(share)} ${formatMs(seen.ms)}`;
  const limit = promise === undefined ? '' : ` of at most ${limitText(promise.mostMs)}`;
  const failed = one.failed.reduce((sum, outcome) => sum + outcome.count, 0);
  const failures = failed === 0 ? '' : `, ${formatCount(failed)} failed`;
  return `${one.name} ${rateText(one.offered)}${latency}${latency === '' ? '' : limit}${failures}`;
}

function worstCellText({ matrix = [] }: LoadReport): string {
  const unanswered = matrix.find(({ percentile }) => percentile === undefined);
  if (unanswered !== undefined)
    return `${unanswered.measured} ${besideText(unanswered)} is answered too seldom to tell of a percentile`;
  const worst = matrix
    .filter((cell) => cell.toAlone !== undefined)
    .toSorted((a, b) => (b.toAlone ?? 0) - (a.toAlone ?? 0))[0];
  if (worst?.percentile === undefined) return `${plural(matrix.length, 'cell')} measured, none beside another class`;
  const name = percentileName(worst.percentile.share);
  return `${worst.measured} loses most ${besideText(worst)}: its ${name} is ${formatRatio(worst.toAlone ?? null)} that alone`;
}
