import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import { damagedCode, lessDataCode } from '../../model/decided.ts';
import { judgesTime, reportedMode } from '../../model/mode.ts';
import { absent, formatShare, fromTo, plural } from '../../text/quantity.ts';
import { namedArms } from '../words/armNames.ts';
import { caseRow, isComparison, metricCells, replicateWord } from '../words/caseRow.ts';
import { modeWords } from '../words/modeWords.ts';
import { openCases, ratioText } from '../words/openCases.ts';
import { reportLink, type Telling } from '../words/reportLink.ts';
import { undecidedText } from '../words/undecidedText.ts';
import { identicalText, verdictLine } from '../words/verdictLine.ts';
import { verdictWord } from '../words/verdictWords.ts';
import { selfCheckText } from '../words/wholeRunText.ts';
import { gateLines } from './plainGate.ts';
import {
  caseName,
  figureText,
  intervalText,
  metricText,
  replicatesText,
  revisionNames,
  versionText,
} from './plainPieces.ts';

/** Cases that are shown one by one; the others are counted. Some 100 bytes each, of the 65,536 that GitHub takes. */
const mostCases = 100;

/**
 * The verdict for a pull request whose author may have written the run file: verdicts, figures, and names of cases and
 * metrics, each of a form that is known beforehand. No SQL, no message, no value of a row, no tag is in it, and no link but the
 * one that the command was given.
 */
export function renderComment(report: ComparisonReport, telling: Telling = {}): string {
  const { open, others } = openCases(
    report.cases.map((item, index) => ({ item, name: caseName(item.caseId, index + 1) })),
  );
  const rows = open.slice(0, mostCases).map(rowOf);
  const further = others.slice(0, mostCases - rows.length).map(rowOf);
  const left = open.length + others.length - rows.length - further.length;
  return [
    ...topOf(report, telling),
    ...(rows.length === 0 ? [] : [...headOf(report), ...rows, '']),
    ...(left === 0 ? [] : [`${plural(left, 'further case')} in the report.`, '']),
    ...equivalentText(report),
    ...gateLines(report),
    ...cautionsOf(report).map((line) => `- ${line}`),
    '',
    ...(further.length === 0
      ? []
      : fold(`${plural(further.length, 'more case')} without a decision`, [...headOf(report), ...further])),
    ...fold(
      'How it was measured',
      factsOf(report).map((line) => `- ${line}`),
    ),
  ].join('\n');
}

function fold(summary: string, lines: readonly string[]): readonly string[] {
  return ['<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>', ''];
}

/** What is said where no verdict can be made of the run file. It says nothing of what the file holds. */
export function renderNoVerdict(telling: Telling = {}): string {
  return [
    '### ⚠️ no verdict',
    '',
    line('hogbench', reportLink(telling)),
    '',
    'No verdict could be made of the run file of this change. The log of the job says why.',
    '',
  ].join('\n');
}

function topOf(report: ComparisonReport, telling: Telling): readonly string[] {
  const facts = line('hogbench', revisionNames(namedArms(report)), identicalText(report), reportLink(telling));
  return [`### ${verdictLine(report, telling.rules)}`, '', facts, ''];
}

function line(...facts: readonly string[]): string {
  return facts.filter((one) => one !== '').join(' · ');
}

function equivalentText({ counts: { equivalent }, method }: ComparisonReport): readonly string[] {
  if (equivalent === 0) return [];
  const margin = marginText(method.margin);
  if (judgesTime(reportedMode(method))) return [`${plural(equivalent, 'equivalent case')} within ${margin}.`, ''];
  return [`${plural(equivalent, 'case')} of the same work within ${margin}.`, ''];
}

function headOf(report: ComparisonReport): readonly string[] {
  return [
    `| | case | | ${fromTo('baseline', 'candidate')} | ratio | ${replicateWord(report)} |`,
    '| --- | --- | --- | ---: | ---: | ---: |',
  ];
}

function rowOf({ item, name }: { readonly item: CaseComparison; readonly name: string }): string {
  const { mark, word } = verdictWord(item.verdict);
  const [main] = item.metrics;
  const row = caseRow(item);
  const cells = main === undefined ? row : { ...row, ...metricCells(main) };
  const values = [
    ...(item.baseline === null ? [] : [figureText(cells.baseline)]),
    ...(item.candidate === null ? [] : [figureText(cells.candidate)]),
  ];
  const range = intervalText(cells.interval);
  const ratio = ratioText({ ratio: figureText(cells.ratio), interval: range });
  return `| ${[
    `${mark}&nbsp;${word}`,
    name,
    metricText(main?.metric),
    fromTo(...values),
    isComparison(item) ? ratio : absent,
    replicatesText(row.replicates),
  ].join(' | ')} |`;
}

/** What a reader has to know beside the verdicts. */
function cautionsOf(report: ComparisonReport): readonly string[] {
  const { cases, notices } = report;
  const undecided = undecidedText(report);
  const unread = cases.filter((one) => one.results === 'notCompared').length;
  const ignored = cases.filter((one) => one.results === 'ignored').length;
  const has = (code: string): boolean => notices.some((one) => one.code === code);
  return [
    ...(has(damagedCode) ? ['parts of the run file could not be read; what they held is missing here'] : []),
    ...(has(lessDataCode)
      ? ['tables of the candidate hold fewer rows, or that is not known: what costs less there is no gain']
      : []),
    ...(has('dataset-differs') || has('part-layout-differs') ? ['the tables of the arms differ'] : []),
    ...(has('design-differs')
      ? ['judged by thresholds that the run file brought, which are not those of this hogbench']
      : []),
    ...(has('self-check-flagged')
      ? ['cases in which nothing had changed were called different: do not trust what this run says of time']
      : []),
    ...(notices.some(({ code, level }) => code === 'same-arms' && level === 'caution')
      ? ['both arms sent the same to the same server: whatever differs is noise']
      : []),
    ...cautions.flatMap(({ code, text }) => {
      const touched = cases.filter((one) => one.notices.some((notice) => notice.code === code)).length;
      return touched === 0 ? [] : [`in ${plural(touched, 'case')} ${text}`];
    }),
    ...(undecided === '' ? [] : [`undecided: ${undecided}`]),
    ...(ignored === 0 ? [] : [`results of ${plural(ignored, 'case')} were not compared, as the workload asks`]),
    ...(unread === 0 ? [] : [`results of ${plural(unread, 'case')} could not be compared`]),
    'measured by a job that runs the code of this change: it can be wrong by intent (docs/security.md of hogbench)',
  ];
}

function factsOf(report: ComparisonReport): readonly string[] {
  const { method, arms } = report;
  const selfCheck = selfCheckText(report);
  const { judged } = modeWords(method);
  return [
    `judged: ${judged}; margin ${marginText(method.margin)}, ${plural(report.executions, 'execution')}`,
    ...arms.map(({ arm, environment }) => `${arm}: ClickHouse ${versionText(environment.serverVersion)}`),
    ...(selfCheck === '' ? [] : [selfCheck]),
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
