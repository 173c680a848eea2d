import type { ArmsReport } from '../../model/armsReport.ts';
import { cutTo, displayWidth, tableLines, wrap } from '../../text/displayWidth.ts';
import { absent, plural } from '../../text/quantity.ts';
import { mapStrings, terminalText } from '../../text/safeText.ts';
import { painter } from '../words/paint.ts';
import type { Telling } from '../words/reportLink.ts';
import type { ChangesBySide } from './changesBySide.ts';
import { type ArmCell, type CaseLine, type SideBySide, sideBySide } from './sideBySide.ts';

export interface ArmsTerminalOptions {
  readonly color: boolean;
  /** Columns of the terminal; less than 60 is taken as 60. */
  readonly width: number;
  /** Cases that are equivalent everywhere, too. */
  readonly verbose?: boolean | undefined;
}

const narrowest = 60;
const longestName = 40;
/** Rows of cases without being asked for all. */
const mostRows = 20;
const mostCautions = 8;
/** Of a value that differs; the pages have it whole. */
const longestValue = 60;

/** A report of several arms for a terminal, all but its last line. */
export function armsTerminal(
  report: ArmsReport,
  { color, width: columns, verbose = false, rules }: ArmsTerminalOptions & Pick<Telling, 'rules'>,
): string {
  const view = mapStrings(sideBySide(report, rules), terminalText);
  const width = Math.max(narrowest, columns);
  const paint = painter(color);
  const cautions = verbose ? view.cautions : view.cautions.slice(0, mostCautions);
  const more = view.cautions.length - cautions.length;
  const blocks: readonly (readonly string[])[] = [
    [
      ...wrap(`Baseline: ${view.baseline}`, width),
      ...view.arms.flatMap(({ label, what, mark, verdict, total, day }) => [
        ...wrap(`${label}: ${what}`, width),
        ...wrap(`  ${mark} ${verdict}`, width).map((line) => paint('strong', line)),
        ...(day === '' ? [] : wrap(`  ${day}`, width)),
        ...(total === absent ? [] : wrap(`  ${view.totalName} ${total}`, width)),
      ]),
    ],
    caseTable(view, width, verbose),
    ...view.changes.map((one) => changeLines(one, view, width)),
    view.cheapest === '' ? [] : wrap(view.cheapest, width).map((line) => paint('strong', line)),
    cautions.flatMap((text) => wrap(`caution: ${text}`, width).map((line) => paint('unsure', line))),
    more > 0 ? [paint('faint', `and ${plural(more, 'more caution')}: --verbose has all`)] : [],
    wrap(view.method, width).map((line) => paint('faint', line)),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function changeLines(change: ChangesBySide, view: SideBySide, width: number): readonly string[] {
  const { title, rows, rest } = mapStrings(change, (text) => cutTo(text, longestValue));
  const titles = [view.baselineLabel, ...view.arms.map(({ label }) => label)];
  const whole = tableLines(
    ['', ...titles],
    rows.map(({ name, baseline, cells }) => [name, baseline, ...cells]),
    Number.POSITIVE_INFINITY,
  );
  const fits = whole.every((line) => displayWidth(line) <= width);
  const narrow = rows.flatMap(({ name, baseline, cells }) => [
    ...wrap(name, width),
    ...[baseline, ...cells].flatMap((text, at) => (text === '' ? [] : indented(`${titles[at] ?? ''}: ${text}`, width))),
  ]);
  return [title, ...(fits ? whole : narrow), ...(rest === '' ? [] : [rest])];
}

function indented(text: string, width: number): readonly string[] {
  return wrap(text, width - 2).map((line) => `  ${line}`);
}

function caseTable({ arms, cases }: SideBySide, width: number, verbose: boolean): readonly string[] {
  const wanted = verbose ? cases : cases.filter(({ isCalm }) => !isCalm);
  const shown = verbose ? wanted : wanted.slice(0, mostRows);
  const calm = cases.length - wanted.length;
  const rest = wanted.length - shown.length;
  return [
    ...(shown.length === 0 ? [] : tableOf(shown, ['case', ...arms.map(({ label }) => label)], width)),
    ...(rest === 0 ? [] : [`and ${plural(rest, 'more case')} in the HTML report, or with --verbose`]),
    ...(calm === 0 ? [] : [`${plural(calm, 'case')} equivalent in every arm`]),
  ];
}

/** Too narrow for a column for each arm, a line for each: none may be left out, since it may be the one that is worse. */
function tableOf(cases: readonly CaseLine[], titles: readonly string[], width: number): readonly string[] {
  const rows = cases.map(({ caseId, cells }) => [cutTo(caseId, longestName), ...cells.map(cellText)]);
  const whole = tableLines(titles, rows, Number.POSITIVE_INFINITY);
  if ((whole[0]?.length ?? 0) <= width) return whole;
  return cases.flatMap(({ caseId, cells }) => [
    cutTo(caseId, width),
    ...cells.map((cell, at) => `  ${titles[at + 1] ?? ''}: ${cellText(cell)}`),
  ]);
}

export function cellText(cell: ArmCell | undefined): string {
  if (cell === undefined) return absent;
  return `${cell.mark} ${cell.word}${cell.ratio === '' ? '' : ` ${cell.ratio}`}`;
}
