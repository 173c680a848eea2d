import type { ComparisonReport } from '../../model/comparison.ts';
import type { Suite } from '../../model/suite.ts';
import { cutTo, displayWidth, padTo, wrap } from '../../text/displayWidth.ts';
import { plural } from '../../text/quantity.ts';
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

const mostGroups = 5;
const mostNames = 3;
const gap = '  ';
const widestName = 32;

interface Column {
  readonly title: string;
  readonly text: (row: SuiteRow) => string;
}

/** The first columns matter most: on a narrow terminal the last are left out. */
const columns = (time: string): readonly Column[] => [
  { title: 'cases', text: (row) => row.cases },
  { title: time, text: (row) => row.timeChange },
  { title: 'weighted time', text: (row) => row.time },
  { title: 'CPU time', text: (row) => row.cpuChange },
  { title: 'bytes read', text: (row) => row.bytesChange },
  { title: 'geometric mean', text: (row) => row.geometricMean },
];

/** The workload's figures in a sentence. */
export function totalLines(report: ComparisonReport, width: number): readonly string[] {
  const { suite } = report;
  if (suite === null) return [];
  const sentences = [suiteSentence(report), leftOutSentence(suite, mostNames)].filter((one) => one !== '');
  if (suite.whole.costs.length > 0) sentences.push(weightHint(suite));
  return sentences.flatMap((one) => wrap(cutTo(one, width * 8), width));
}

/** A short table for each tag, the heaviest values first. */
export function groupTables(
  suite: Suite,
  margin: number,
  width: number,
  faint: (text: string) => string,
): readonly (readonly string[])[] {
  return suiteSections(suite, mostGroups).map(({ tag, groups, more }) => {
    const rows = groups.map((one) => suiteRow(cutTo(groupName(one), widestName), one, margin));
    const title = `by ${cutTo(tag, widestName)}`;
    const name = Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row.name)));
    const kept = fitting(columns(timeName(suite)), rows, width - name);
    const head = [padTo(title, name), ...kept.map((one) => padTo(one.title, one.width))].join(gap);
    const lines = rows.map((row) =>
      [padTo(row.name, name), ...kept.map((one) => padTo(one.text(row), one.width))].join(gap).trimEnd(),
    );
    const rest = more === 0 ? [] : [faint(`and ${plural(more, 'more value')} in the HTML report`)];
    return [faint(head.trimEnd()), ...lines, ...rest];
  });
}

function fitting(
  columns: readonly Column[],
  rows: readonly SuiteRow[],
  room: number,
): readonly (Column & { readonly width: number })[] {
  const sized = columns.map((one) => ({
    ...one,
    width: Math.max(displayWidth(one.title), ...rows.map((row) => displayWidth(one.text(row)))),
  }));
  let left = room;
  const end = sized.findIndex(({ width }) => {
    left -= width + gap.length;
    return left < 0;
  });
  return end === -1 ? sized : sized.slice(0, end);
}
