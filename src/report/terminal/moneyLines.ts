import type { ComparisonReport } from '../../model/comparison.ts';
import { cutTo, tableLines, wrapFigures } from '../../text/displayWidth.ts';
import { plural } from '../../text/quantity.ts';
import { moneySections, moneySentences } from '../words/moneyWords.ts';
import type { Paint } from '../words/paint.ts';
import type { Extent } from './findingLines.ts';

const mostRows = 5;
const widestName = 32;
/** A sentence that names cases may be made to be long. */
const mostLines = 8;

/** What the arms cost, and with `verbose` by tag; nothing where no price was given. */
export function moneyBlocks(
  report: ComparisonReport,
  { width, verbose }: Extent,
  paint: Paint,
): readonly (readonly string[])[] {
  const { money } = report;
  if (money === undefined) return [];
  const sentences = moneySentences(report).flatMap((text) => wrapFigures(cutTo(text, width * mostLines), width));
  const tables = moneySections(money, mostRows).map(({ tag, rows, more }) => [
    ...tableLines(
      [`by ${cutTo(tag, widestName)}`, 'cases', 'a day', 'change'],
      rows.map(({ name, cases, day, change }) => [name, cases, day, change]),
      width,
      widestName,
    ),
    ...(more === 0 ? [] : [paint('faint', `and ${plural(more, 'more value')} in the HTML report`)]),
  ]);
  return [sentences, ...(verbose ? tables : [])];
}
