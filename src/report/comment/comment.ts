import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { decidedNothing } from '../../model/decided.ts';
import { formatCount, formatShare, plural } from '../../text/quantity.ts';
import { caseRow, metricCells, replicateWord } from '../words/caseRow.ts';
import { modeWords } from '../words/modeWords.ts';
import { verdictWord, verdictWords } from '../words/verdictWords.ts';
import { selfCheckText } from '../words/wholeRunText.ts';
import { caseName, figureText, intervalText, metricText, replicatesText, versionText } from './plainPieces.ts';

/** Cases that are shown one by one; the others are counted. Some 100 bytes each, of the 65,536 that GitHub takes. */
const mostCases = 100;

/**
 * The verdict for a pull request whose author may have written the run file: verdicts, figures, and names of cases and
 * metrics, each of a form that is known beforehand. No SQL, no message, no value of a row, no tag, no link is in it.
 *
 * @param damaged whether parts of the run file could not be read
 */
export function renderComment(report: ComparisonReport, damaged: boolean): string {
  const shown = report.cases
    .map((item, index) => ({ item, name: caseName(item.caseId, index + 1) }))
    .filter(({ item }) => item.verdict !== 'equivalent');
  const rows = shown.slice(0, mostCases).map(({ item, name }) => rowOf(item, name));
  return [
    `### hogbench: ${verdictText(report)}`,
    '',
    ...(rows.length === 0 ? [] : [...headOf(report), ...rows, '']),
    ...(shown.length > rows.length ? [`${plural(shown.length - rows.length, 'further case')} in the report.`, ''] : []),
    ...factsOf(report, damaged).map((line) => `- ${line}`),
    '',
  ].join('\n');
}

/** What is said where no verdict can be made of the run file. It says nothing of what the file holds. */
export function renderNoVerdict(): string {
  return [
    '### hogbench: no verdict',
    '',
    'No verdict could be made of the run file of this change. The log of the job says why.',
    '',
  ].join('\n');
}

function verdictText(report: ComparisonReport): string {
  const counted = verdictWords
    .filter(({ verdict }) => report.counts[verdict] > 0)
    .map(({ verdict, word }) => `${formatCount(report.counts[verdict])} ${word}`);
  const state = { complete: '', interrupted: 'interrupted; ', incomplete: 'incomplete; ' }[report.status.kind];
  if (counted.length === 0) return `${state}no case was compared`;
  return `${state}${decidedNothing(report) ? 'nothing decided: ' : ''}${counted.join(', ')}`;
}

function headOf(report: ComparisonReport): readonly string[] {
  return [
    `| | case | | baseline | candidate | ratio | interval | ${replicateWord(report)} |`,
    '| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |',
  ];
}

function rowOf(item: CaseComparison, name: string): string {
  const { mark, word } = verdictWord(item.verdict);
  const [main] = item.metrics;
  const row = caseRow(item);
  const cells = main === undefined ? row : { ...row, ...metricCells(main) };
  const isLone = item.baseline === null || item.candidate === null;
  return `| ${[
    `${mark} ${word}`,
    name,
    metricText(main?.metric),
    ...(item.baseline === null ? ['-'] : [figureText(cells.baseline)]),
    ...(item.candidate === null ? ['-'] : [figureText(cells.candidate)]),
    isLone ? '-' : figureText(cells.ratio),
    intervalText(cells.interval),
    replicatesText(row.replicates),
  ].join(' | ')} |`;
}

function factsOf(report: ComparisonReport, damaged: boolean): readonly string[] {
  const { method, cases, arms } = report;
  const unread = cases.filter((one) => one.results === 'notCompared').length;
  const ignored = cases.filter((one) => one.results === 'ignored').length;
  const selfCheck = selfCheckText(report);
  const { judged } = modeWords(method);
  return [
    ...(damaged ? ['parts of the run file could not be read; what they held is missing here'] : []),
    ...(report.notices.some((one) => one.code === 'design-differs')
      ? ['judged by thresholds that the run file brought, which are not those of this hogbench']
      : []),
    ...cautions.flatMap(({ code, text }) => {
      const touched = cases.filter((one) => one.notices.some((notice) => notice.code === code)).length;
      return touched === 0 ? [] : [`in ${plural(touched, 'case')} ${text}`];
    }),
    ...(ignored === 0 ? [] : [`results of ${plural(ignored, 'case')} were not compared, as the workload asks`]),
    ...(unread === 0 ? [] : [`results of ${plural(unread, 'case')} could not be compared`]),
    `judged: ${judged}; margin ${marginText(method.margin)}, ${plural(report.executions, 'execution')}`,
    ...arms.map(({ arm, environment }) => `${arm}: ClickHouse ${versionText(environment.serverVersion)}`),
    ...(selfCheck === '' ? [] : [selfCheck]),
    'measured by a job that runs the code of this change: it can be wrong by intent (docs/security.md of hogbench)',
  ];
}

/** Of what is told about a case, what takes from its verdict; said in words that no run file chose. */
const cautions = [
  { code: 'evidence-missing', text: "executions left no facts in the server's log" },
  { code: 'executions-failed', text: 'some executions failed or took too long' },
  { code: 'cut-by-limit', text: 'executions were cut by a limit' },
  { code: 'stalled', text: 'executions met a stall' },
] as const;

function marginText(margin: number): string {
  return margin > 0 && margin < 1 ? formatShare(margin) : 'unknown';
}
