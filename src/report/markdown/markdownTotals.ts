import type { ComparisonReport } from '../../model/comparison.ts';
import type { Suite } from '../../model/suite.ts';
import { cutTo } from '../../text/displayWidth.ts';
import { markdownText } from '../../text/safeText.ts';
import {
  groupName,
  leftOutSentence,
  type SuiteRow,
  suiteRow,
  suiteSections,
  suiteSentence,
  timeName,
  weightHint,
} from '../words/suiteTable.ts';

const mostGroups = 10;
const mostNames = 5;
const longestName = 80;

/** The workload's figures, a paragraph each; nothing when there are none. */
export function totalParagraphs(report: ComparisonReport): readonly string[] {
  const { suite } = report;
  if (suite === null) return [];
  const sentences = [suiteSentence(report), leftOutSentence(suite, mostNames)].filter((one) => one !== '');
  if (suite.whole.costs.length > 0) sentences.push(weightHint(suite));
  return sentences.map((one) => `${markdownText(cutTo(one, 1500))}\n`);
}

/** The table of all tags, one line each. */
export function groupHead(suite: Suite): readonly string[] {
  return [
    `| | cases | weighted ${timeName(suite)} | | CPU time | bytes read | geometric mean |`,
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
  ];
}

/** One table row for each group, the heaviest of every tag first. */
export function groupRows(suite: Suite, margin: number): readonly string[] {
  return suiteSections(suite, mostGroups).flatMap(({ tag, groups, more }) => [
    ...groups.map((one) => rowText(suiteRow(`${tag} ${groupName(one)}`, one, margin))),
    ...(more === 0 ? [] : [`| ${markdownText(cutTo(`${tag}: ${more} more`, longestName))} | | | | | | |`]),
  ]);
}

function rowText(row: SuiteRow): string {
  const cells = [row.cases, row.time, row.timeChange, row.cpuChange, row.bytesChange, row.geometricMean];
  return `| ${[markdownText(cutTo(row.name, longestName)), ...cells].join(' | ')} |`;
}
