import type { ComparisonReport } from '../../model/comparison.ts';
import { cutTo, wrap } from '../../text/displayWidth.ts';
import { formatCount, fromTo } from '../../text/quantity.ts';
import type { Paint } from '../words/paint.ts';
import { versionWords } from '../words/versionWords.ts';
import { gap } from './caseLines.ts';
import type { Extent } from './findingLines.ts';

/** Settings that are told without being asked for. */
const mostSettings = 5;
const mostRefused = 10;
/** Of what is said of one of them, the same. */
const longestWhy = 120;

/** What changed between the servers of the arms; nothing where they are the same program. */
export function versionLines(
  { versions }: Pick<ComparisonReport, 'versions'>,
  { width, verbose }: Extent,
  paint: Paint,
): readonly string[] {
  if (versions === undefined) return [];
  const { title, servers, count, settings, refused, results } = versionWords(versions);
  const shown = verbose ? settings : settings.slice(0, mostSettings);
  const told = verbose ? refused : refused.slice(0, mostRefused);
  const item = (text: string): readonly string[] =>
    wrap(text, width - gap.length * 2).map((line, at) => `${gap}${at === 0 ? '' : gap}${line}`);
  return [
    ...wrap(`${title}: ${servers}, ${count}`, width).map((line) => paint('strong', line)),
    ...told.flatMap(({ caseId, text }) => item(`${caseId}: ${text}`)),
    ...moreLine(refused.length - told.length, paint),
    ...(results === '' ? [] : item(results)),
    ...shown.flatMap(({ name, baseline, candidate, why }) =>
      item(`${name} ${fromTo(baseline, candidate)} (${verbose ? why : cutTo(why, longestWhy)})`),
    ),
    ...moreLine(settings.length - shown.length, paint),
  ];
}

function moreLine(count: number, paint: Paint): readonly string[] {
  return count === 0 ? [] : [paint('faint', `and ${formatCount(count)} more in the HTML report, or with --verbose`)];
}
