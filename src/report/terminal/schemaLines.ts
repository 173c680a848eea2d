import type { ComparisonReport } from '../../model/comparison.ts';
import { wrap } from '../../text/displayWidth.ts';
import { formatCount, fromTo } from '../../text/quantity.ts';
import type { Paint } from '../words/paint.ts';
import { schemaTitle, schemaUnknown, schemaWords, type TableWords } from '../words/schemaWords.ts';
import { gap } from './caseLines.ts';
import type { Extent } from './findingLines.ts';

/** Tables that are told without being asked for, and lines of each. */
const mostTables = 5;
const mostLines = 8;

/** How tables are made otherwise in the candidate, and how large that makes them; nothing where none is. */
export function schemaLines(
  { schema }: Pick<ComparisonReport, 'schema'>,
  extent: Extent,
  paint: Paint,
): readonly string[] {
  if (schema === undefined) return [];
  if (schema.tables === null) return wrap(schemaUnknown, extent.width);
  const words = schemaWords(schema);
  const told = extent.verbose ? words : words.filter(({ differs }) => differs).slice(0, mostTables);
  const more = words.length - told.length;
  return [
    paint('strong', schemaTitle),
    ...told.flatMap((one) => tableLines(one, extent)),
    ...(more === 0 ? [] : [paint('faint', `and ${formatCount(more)} more in the HTML report, or with --verbose`)]),
  ];
}

function tableLines({ name, state, lines, rows, remark }: TableWords, { width, verbose }: Extent): readonly string[] {
  const indented = (text: string): readonly string[] =>
    wrap(text, width - gap.length * 2).map((line, at) => `${gap}${at === 0 ? '' : gap}${line}`);
  const shown = verbose ? lines : lines.slice(0, mostLines);
  const left = lines.length - shown.length;
  return [
    ...wrap(`${name}: ${state}`, width),
    ...shown.flatMap(indented),
    ...(left === 0 ? [] : [`${gap}and ${formatCount(left)} more`]),
    ...rows.flatMap(({ label, baseline, candidate, change }) =>
      indented(`${label} ${fromTo(baseline, candidate)}${change === '' ? '' : ` (${change})`}`),
    ),
    ...(remark === '' ? [] : indented(remark)),
  ];
}
