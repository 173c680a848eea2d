import type { ArmsReport } from '../../model/armsReport.ts';
import { cutTo } from '../../text/displayWidth.ts';
import { plural } from '../../text/quantity.ts';
import { mapStrings, markdownText } from '../../text/safeText.ts';
import { reportLink, type Telling } from '../words/reportLink.ts';
import { cellText } from './armsTerminal.ts';
import type { ChangesBySide } from './changesBySide.ts';
import { type SideBySide, sideBySide } from './sideBySide.ts';

/** Of a text from outside. */
const longestText = 300;
const most = { cases: 100, cautions: 10, changes: 30 };
/** GitHub refuses a comment above 65,536 characters. */
const longestComment = 60_000;
/** Of it, for what differs between tables, and as much between servers. */
const longestChanges = 15_000;

/** Several arms as GitHub-flavoured Markdown: what each comes to, then the cases side by side. Never longer than a comment may be. */
export function armsMarkdown(report: ArmsReport, telling: Telling = {}): string {
  const view = mapStrings(sideBySide(report, telling.rules), (text) => markdownText(cutTo(text, longestText)));
  const wanted = view.cases.filter(({ isCalm }) => !isCalm);
  const shown = wanted.slice(0, most.cases);
  const calm = view.cases.length - wanted.length;
  const rows = shown.map(({ caseId, cells }) => row([caseId, ...cells.map(cellText)]));
  const isPriced = view.arms.some(({ day }) => day !== '');
  const head = [
    [`Baseline: ${view.baseline}`, reportLink(telling)].filter((text) => text !== '').join(' · '),
    [
      ...table(['arm', 'on', 'verdict', view.totalName, ...(isPriced ? ['costs'] : [])]),
      ...view.arms.map(({ label, what, mark, verdict, total, day }) =>
        row([label, what, `${mark} ${verdict}`, total, ...(isPriced ? [day] : [])]),
      ),
    ].join('\n'),
    view.cheapest === '' ? '' : `**${view.cheapest}**`,
    ...view.cautions.slice(0, most.cautions).map((text) => `> ${text}`),
    view.cautions.length > most.cautions
      ? `and ${plural(view.cautions.length - most.cautions, 'more remark')} in the HTML report`
      : '',
  ];
  const changes = view.changes.map((one) => changesText(one, view));
  const tail = [calm === 0 ? '' : `${plural(calm, 'case')} equivalent in every arm.`, ...changes, view.method];
  const titles = table(['case', ...view.arms.map(({ label }) => label)]);
  const left = longestComment - [...head, ...tail, ...titles].join('\n\n').length;
  const fitting = withinSize(rows, left);
  const more = wanted.length - fitting.length;
  const blocks = [
    ...head,
    fitting.length === 0 ? '' : [...titles, ...fitting].join('\n'),
    more === 0 ? '' : `and ${plural(more, 'more case')} in the HTML report`,
    ...tail,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function changesText({ title, rows, rest }: ChangesBySide, { baselineLabel, arms }: SideBySide): string {
  const all = rows.slice(0, most.changes).map(({ name, baseline, cells }) => row([name, baseline, ...cells]));
  const shown = withinSize(all, longestChanges);
  const left = rows.length - shown.length;
  return [
    `**${title}**\n`,
    ...table(['', baselineLabel, ...arms.map(({ label }) => label)]),
    ...shown,
    ...(left > 0 ? [`\nand ${plural(left, 'more row')} in the HTML report`] : []),
    ...(rest === '' ? [] : [`\n${rest}`]),
  ].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function table(titles: readonly string[]): readonly string[] {
  return [row(titles), row(titles.map(() => '---'))];
}

function withinSize(rows: readonly string[], size: number): readonly string[] {
  let used = 0;
  return rows.filter((one) => {
    used += one.length + 1;
    return used <= size;
  });
}
