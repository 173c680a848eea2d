import type { ClassReport, TrialReport } from '../../model/loadReport.ts';
import { wrapFigures } from '../../text/displayWidth.ts';
import { plural } from '../../text/quantity.ts';
import type { Paint } from '../words/paint.ts';
import { latencyText, outcomeTexts, promiseTexts, timeText } from './classWords.ts';
import { classMark, markText } from './loadMarks.ts';

const indent = '  ';
/** Ways of failing that are told without being asked for all. */
const mostOutcomes = 5;

/** How much of it is told, where. */
export interface LoadExtent {
  readonly width: number;
  readonly verbose: boolean;
  readonly paint: Paint;
}

/** A class in sentences: its promises, latency with intervals, how requests failed, where time went. */
export function classLines(
  one: ClassReport,
  trial: TrialReport,
  { width, verbose, paint }: LoadExtent,
): readonly string[] {
  const mark = classMark(one, trial);
  const outcomes = outcomeTexts(one);
  const shown = verbose ? outcomes : outcomes.slice(0, mostOutcomes);
  const rest = outcomes.length - shown.length;
  const texts = [
    ...promiseTexts(one, trial).map((promise) => `${markText(promise.mark)}: ${promise.promise}; ${promise.seen}`),
    latencyText(one),
    ...shown.map((text) => `failed: ${text}`),
    ...(rest > 0 ? [`failed: in ${plural(rest, 'more way')}; --verbose has all`] : []),
    ...(one.background && !verbose ? [] : whereTime(one)),
  ];
  return [
    ...wrapFigures(`${one.name}: ${mark.word}`, width).map((line) => paint(mark.tone, line)),
    ...texts.flatMap((text) => wrapFigures(text, width - indent.length).map((line) => `${indent}${line}`)),
  ];
}

/** Time is asked of requests that were answered or given up; where none was answered, that is told already. */
function whereTime({ time, percentiles }: ClassReport): readonly string[] {
  if (time !== undefined) return [timeText(time)];
  if (percentiles.length === 0) return [];
  return ['where its time went is not known: the log told of no request of the sample that was answered or given up'];
}
