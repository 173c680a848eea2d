import type { ComparisonReport } from '../../model/comparison.ts';
import type { NoticeLevel } from '../../model/notice.ts';
import { limitsText } from '../../text/limitsText.ts';
import { formatShare, plural } from '../../text/quantity.ts';
import { armsView } from '../words/armsView.ts';
import { type Footnote, footnotes } from '../words/footnotes.ts';
import { modeWords, togetherText } from '../words/modeWords.ts';
import { optionsText, selfCheckText } from '../words/wholeRunText.ts';
import { fitting, furtherItems, longestName, shortCode, shortText } from './markdownFit.ts';

/** On what was measured, how, and how to have it again. */
export function aboutLines(report: ComparisonReport): readonly string[] {
  const arms = report.arms.map(({ arm, workload, environment }) => {
    const of =
      environment.engine === undefined
        ? ''
        : `, engine ${shortText(environment.engine, longestName)}, build ${shortText(environment.serverBuild, longestName)}`;
    const limits = environment.limits === undefined ? '' : ` with ${limitsText(environment.limits)} a server`;
    const server = `ClickHouse ${shortText(environment.serverVersion, longestName)} on ${shortText(environment.serverHost, longestName)}${limits}${of}`;
    return `- ${arm}: ${shortText(workload, longestName)} at ${shortText(environment.target, longestName)}, ${server}`;
  });
  const { differences } = armsView(report.arms);
  const selfCheck = selfCheckText(report);
  const options = optionsText(report);
  return [
    ...arms,
    ...(differences === '' ? [] : [`- the arms differ in: ${shortText(differences, 600)}`]),
    `- ${plural(report.executions, 'execution')}`,
    ...(selfCheck === '' ? [] : [`- ${selfCheck}`]),
    `- ${methodText(report)}, run ${shortText(report.runId, longestName)}`,
    ...(options === '' ? [] : [`- ${shortText(options, 900)}`]),
    `- again: ${againText(report)}`,
  ];
}

function methodText({ method }: ComparisonReport): string {
  const parts = [`margin ${formatShare(method.margin)}`, modeWords(method).rule(method), `seed ${method.seed}`];
  return [...parts, ...togetherText(method)].join(', ');
}

function againText({ method, cases }: ComparisonReport): string {
  if (method.saved !== undefined)
    return '<code>hogbench compare</code> with the same two run files gives the same verdicts';
  const [first] = cases;
  const one = first === undefined ? '' : `, one case alone with ${shortCode(`--filter '${first.caseId}'`)}`;
  return `the same command with <code>--seed ${method.seed}</code>${one}; <code>hogbench report run.jsonl.gz</code> judges these samples again`;
}

const mostNamed = 3;

/** The remarks of a level with the cases they speak of, as many as fit. */
export function noticeLines(report: ComparisonReport, level: NoticeLevel, room: number): readonly string[] {
  const all = footnotes(report).filter(({ notice }) => notice.level === level);
  const kept = fitting(all, noticeLine, room);
  return [...kept, ...furtherItems(all.length - kept.length, level)];
}

function noticeLine({ notice, caseIds }: Footnote): string {
  const named = caseIds.slice(0, mostNamed).map(shortCode).join(', ');
  const more = caseIds.length > mostNamed ? ` and ${caseIds.length - mostNamed} more` : '';
  return `- ${notice.level}: ${shortText(notice.text)}${named === '' ? '' : ` (${named}${more})`}`;
}
