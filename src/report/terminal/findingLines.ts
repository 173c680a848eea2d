import type { CaseComparison } from '../../model/comparison.ts';
import { cutTo, wrap, wrapFigures } from '../../text/displayWidth.ts';
import { formatCount, plural } from '../../text/quantity.ts';
import { evidenceLine } from '../words/evidenceText.ts';
import { foldedNames, foldFailures, unnamed } from '../words/foldedFailures.ts';
import type { Paint } from '../words/paint.ts';
import { percentileLine } from '../words/percentileText.ts';
import { furtherDifferences } from '../words/planWords.ts';
import { rowDifferenceLine } from '../words/rowDifferenceText.ts';
import { verdictWord } from '../words/verdictWords.ts';
import { gap } from './caseLines.ts';

/** How much of a report is shown. */
export interface Extent {
  /** Columns of the terminal. */
  readonly width: number;
  /** All that is known, instead of what has to be read. */
  readonly verbose: boolean;
}

/** Paragraphs of findings, the worst first; a reader of more wants the page. */
const mostParagraphs = 8;
/** The strongest come first; the HTML report has them all. */
const mostObservations = 5;
const mostNames = 6;
/** A server message can quote a whole query; a terminal gets its beginning. */
const longestParagraph = 8;

/** A paragraph for each finding, and one for all that failed for one reason; those beyond a few are counted. */
export function findingParagraphs(
  findings: readonly CaseComparison[],
  extent: Extent,
  paint: Paint,
): readonly (readonly string[])[] {
  const groups = foldFailures(findings);
  const shown = extent.verbose ? groups : groups.slice(0, mostParagraphs);
  const more = groups.slice(shown.length).reduce((sum, group) => sum + group.length, 0);
  const paragraphs = shown.map((group) => {
    const [item, ...others] = group;
    return item === undefined || others.length > 0
      ? failureLines(group, extent, paint)
      : findingLines(item, extent, paint);
  });
  return more === 0
    ? paragraphs
    : [...paragraphs, [paint('faint', `and ${plural(more, 'more finding')} in the HTML report, or with --verbose`)]];
}

function findingLines(item: CaseComparison, { width, verbose }: Extent, paint: Paint): readonly string[] {
  const { mark, word, tone } = verdictWord(item.verdict);
  const title = wrap(item.caseId, width - `${mark} ${word}`.length - gap.length);
  return [
    `${paint(tone, `${mark} ${word}`)}${gap}${paint('strong', title.join(`\n${gap}`))}`,
    ...paragraphLines([item.reason, ...(verbose ? detail(item) : []), ...whereabouts(item)], width),
  ];
}

/** Each text of a case below its title, indented. */
export function paragraphLines(texts: readonly string[], width: number): readonly string[] {
  return texts
    .filter((text) => text !== '')
    .flatMap((text) => wrapFigures(cutTo(text, width * longestParagraph), width - gap.length))
    .map((line) => gap + line);
}

/** The rows that differ, and where the case stands. */
export function whereabouts(item: CaseComparison): readonly string[] {
  const place = item.candidate?.place ?? item.baseline?.place;
  return [rowDifferenceLine(item.rowDifference), ...(place === undefined ? [] : [`at ${place}`])];
}

function detail(item: CaseComparison): readonly string[] {
  const more = item.observations.length - mostObservations;
  return [
    evidenceLine(item.evidence),
    percentileLine(item),
    ...item.observations.slice(0, mostObservations).map((text) => `- ${text}`),
    ...(more > 0 ? [`- and ${formatCount(more)} more in the HTML report`] : []),
    ...furtherDifferences(item.plan).map((text) => `- ${text}`),
  ];
}

/** Cases that failed for one reason, told once. */
function failureLines(group: readonly CaseComparison[], { width, verbose }: Extent, paint: Paint): readonly string[] {
  const { mark, word, tone } = verdictWord('failed');
  const most = verbose ? undefined : mostNames;
  const names = foldedNames(group, most).map(({ name, at }) => `- ${name} at ${at}`);
  return [
    `${paint(tone, `${mark} ${word}`)}${gap}${paint('strong', plural(group.length, 'case'))}`,
    ...paragraphLines([group[0]?.reason ?? '', ...names, unnamed(group, most)], width),
  ];
}
