import type { ComparisonReport } from '../../model/comparison.ts';
import { type MoneySection, moneySections, moneySentences } from '../words/moneyWords.ts';
import { folded, longestName, shortText, tableRow } from './markdownFit.ts';

const mostRows = 10;
const longestSentence = 900;

/** What the arms cost, a paragraph; nothing where no price was given. */
export function moneyLines(report: ComparisonReport): readonly string[] {
  const sentences = moneySentences(report);
  return sentences.length === 0 ? [] : [sentences.map((one) => shortText(one, longestSentence)).join(' '), ''];
}

/** The same by tag, folded away; empty where there is nothing by tag. */
export function moneyBlock({ money }: ComparisonReport, room: number): string {
  const sections = money === undefined ? [] : moneySections(money, mostRows);
  return folded(
    {
      summary: 'What a day costs, by tag',
      head: ['| | cases | a day | change |', '| --- | ---: | ---: | ---: |'],
      items: sections.flatMap(rowsOf),
      render: (line: string) => line,
      noun: 'group',
    },
    room,
  );
}

function rowsOf({ tag, rows, more }: MoneySection): readonly string[] {
  return [
    ...rows.map(({ name, cases, day, change }) =>
      tableRow([shortText(`${tag} ${name}`, longestName), cases, day, change]),
    ),
    ...(more === 0 ? [] : [tableRow([shortText(`${tag}: ${more} more`, longestName), '', '', ''])]),
  ];
}
