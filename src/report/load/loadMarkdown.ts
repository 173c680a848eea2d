import type { Capacity, LoadReport, TrialReport } from '../../model/loadReport.ts';
import { cutTo } from '../../text/displayWidth.ts';
import { absent, formatMs, formatNumber, formatRatio, plural } from '../../text/quantity.ts';
import { mapStrings, markdownText } from '../../text/safeText.ts';
import { reportLink, type Telling } from '../words/reportLink.ts';
import {
  capacityClaim,
  capacityCostText,
  capacityRatioText,
  costRatioText,
  givesWayText,
  marginText,
  probesByRate,
  sustainedText,
} from './capacityWords.ts';
import { caseTexts } from './caseWords.ts';
import { isToldOf, outcomeTexts, timeText } from './classWords.ts';
import { failedText, percentileName, percentileOf, percentileText } from './loadFigures.ts';
import { loadGateTitle } from './loadGateLines.ts';
import { loadGateWords, toldLoadFindings } from './loadGateWords.ts';
import { armTexts, askedText, cautionTexts, furtherReasons, shownTrials } from './loadHead.ts';
import { classMark, loadMark, markText, probeMark, trialMark } from './loadMarks.ts';
import { verdictSentence } from './loadVerdictLine.ts';
import { companyText, matrixRows, neverText, schedulingText } from './matrixWords.ts';
import { endTexts, steadyText, trialTitle } from './trialWords.ts';

/** GitHub refuses a comment above 65,536 characters. */
const longestComment = 60_000;
/** Of a text from outside. */
const longestText = 300;
const most = { trials: 8, classes: 30, cautions: 10, outcomes: 5, findings: 20 };

/**
 * A load as GitHub-flavoured Markdown for a pull request: the verdict, capacity and matrix where there are, the classes of
 * the trials that matter, what weakens it. Never longer than a comment may be.
 */
export function loadMarkdown(report: LoadReport, telling: Telling = {}): string {
  const safe = mapStrings(report, (text) => markdownText(cutTo(text, longestText)));
  const cautions = cautionTexts(safe);
  const trials = shownTrials(safe, false);
  const blocks = [
    `### ${loadMark(safe).mark} ${verdictSentence(safe)}`,
    [...armTexts(safe), askedText(safe), reportLink(telling)].filter((text) => text !== '').join(' · '),
    furtherReasons(safe)
      .slice(0, most.cautions)
      .map((text) => `- ${text}`)
      .join('\n'),
    ...cautions.slice(0, most.cautions).map((text) => `> ${text}`),
    cautions.length > most.cautions
      ? `and ${plural(cautions.length - most.cautions, 'more remark')} in the HTML report`
      : '',
    gateTable(safe),
    capacityList(safe),
    matrixTable(safe),
    ...trials.slice(0, most.trials).flatMap((trial) => trialBlocks(trial, safe)),
    trials.length > most.trials ? `and ${plural(trials.length - most.trials, 'more trial')} in the HTML report` : '',
    ...(safe.capacity ?? []).map((one) => curveBlock(one, safe)),
  ];
  return `${withinComment(blocks.filter((block) => block !== '')).join('\n\n')}\n`;
}

/** As many blocks from the start as fit, and a word on the others. */
function withinComment(blocks: readonly string[]): readonly string[] {
  let size = 0;
  const end = blocks.findIndex((block) => {
    size += Buffer.byteLength(block) + 2;
    return size > longestComment;
  });
  return end === -1 ? blocks : [...blocks.slice(0, end), 'The rest is left out to stay within the size of a comment.'];
}

function table(titles: readonly string[], sides: string, rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const marks = [...sides].map((side) => (side === 'l' ? '---' : '---:'));
  return [row(titles), row(marks), ...rows.map(row)].join('\n');
}

function gateTable(report: LoadReport): string {
  const { gate } = report;
  if (gate === undefined) return '';
  const told = toldLoadFindings(gate);
  const rows = told.slice(0, most.findings).map((one) => {
    const { mark, state, subject, expected, found, by } = loadGateWords(one, report);
    return [`${mark} ${state}`, subject, expected, found, by];
  });
  const title = `**${loadGateTitle(report)}**`;
  if (rows.length === 0) return title;
  const more = told.length - rows.length;
  const lines = table(['gate', 'of', 'expected', 'found', 'by'], 'lllll', rows);
  return `${title}\n\n${lines}${more === 0 ? '' : `\n\nand ${plural(more, 'more finding')}`}`;
}

function capacityList(report: LoadReport): string {
  const { capacity = [] } = report;
  const ratios = [capacityRatioText(report), costRatioText(report)].filter((text) => text !== '');
  return [
    ...capacity.map((one) => {
      const arm = capacity.length > 1 ? `${one.arm} ` : '';
      const texts = [givesWayText(one), sustainedText(one), capacityCostText(one)].filter((text) => text !== '');
      return `- **${arm}${capacityClaim(one)}**; ${texts.join('; ')}`;
    }),
    ...ratios.map((ratio) => `- **${ratio}**`),
  ].join('\n');
}

function curveBlock(capacity: Capacity, { trials, classes, capacity: all = [] }: LoadReport): string {
  const byId = new Map(trials.map((trial) => [trial.plan.id, trial]));
  const names = classes.slice(0, most.classes).map(({ name }) => name);
  const rows = probesByRate(capacity).map((probe) => {
    const of = byId.get(probe.trial)?.classes ?? [];
    const cells = names.map((name) => {
      const found = of.find((one) => one.name === name);
      const p95 = found === undefined ? undefined : percentileOf(found, 0.95);
      return p95 === undefined ? absent : formatMs(p95.ms);
    });
    const mark = markText(probeMark(probe, byId.get(probe.trial)));
    return [formatNumber(probe.rate), mark, ...cells, formatNumber(probe.good), probe.nearest, marginText(probe)];
  });
  if (rows.length === 0) return '';
  const titles = ['rate/s', 'promise', ...names.map((name) => `${name} p95`), 'good/s', 'nearest', 'of its limit'];
  const arm = all.length > 1 ? `${capacity.arm}: ` : '';
  const lines = table(titles, `rl${'r'.repeat(names.length)}rlr`, rows);
  return `<details><summary>${arm}${plural(rows.length, 'rate')} that were tried</summary>\n\n${lines}\n</details>`;
}

function matrixTable(report: LoadReport): string {
  const { schedulings, rows } = matrixRows(report);
  if (rows.length === 0) return '';
  const trials = new Map(report.trials.map((trial) => [trial.plan.id, trial]));
  const lines = rows.map(({ measured, beside, cells }) => [
    measured,
    companyText(beside),
    ...cells.map((cell) => {
      if (cell === undefined) return absent;
      const factor = cell.toAlone === undefined ? '' : `, ${formatRatio(cell.toAlone)} to alone`;
      const mark = cell.verdict === undefined ? '' : `, ${markText(trialMark(cell.verdict, trials.get(cell.trial)))}`;
      const { percentile } = cell;
      const figure =
        percentile === undefined ? neverText : `${percentileName(percentile.share)} ${formatMs(percentile.ms)}`;
      return `${figure}${factor}${mark}`;
    }),
  ]);
  return table(['class', 'where', ...schedulings.map(schedulingText)], `ll${'r'.repeat(schedulings.length)}`, lines);
}

function trialBlocks(trial: TrialReport, report: LoadReport): readonly string[] {
  const isOne = report.command === 'load' && report.trials.length === 1;
  const rows = trial.classes.slice(0, most.classes).map((one) => {
    const at = (share: number): string => {
      const found = percentileOf(one, share);
      return found === undefined ? absent : percentileText(found);
    };
    const counts = [formatNumber(one.offered), formatNumber(one.good), failedText(one)];
    return [one.name, markText(classMark(one, trial)), ...counts, at(0.5), at(0.95), at(0.99)];
  });
  const failures = trial.classes.flatMap((one) =>
    outcomeTexts(one)
      .slice(0, most.outcomes)
      .map((text) => `- ${one.name} failed: ${text}`),
  );
  const waiting = trial.classes
    .slice(0, most.classes)
    .flatMap(({ name, background, time }) =>
      background || time === undefined || !isToldOf(time) ? [] : [`- ${name}: ${timeText(time)}`],
    );
  const state = [
    ...endTexts(trial.end),
    ...caseTexts(trial),
    ...(trial.steady.kind === 'growing' ? [steadyText(trial)] : []),
  ];
  return [
    isOne ? '' : `**${trialTitle(trial, report)}**`,
    rows.length === 0
      ? 'No class was measured.'
      : table(['class', 'promise', 'offered/s', 'good/s', 'failed', 'p50', 'p95', 'p99'], 'llrrrrrr', rows),
    [...failures, ...waiting, ...state.map((text) => `- ${text}`)].join('\n'),
  ];
}
