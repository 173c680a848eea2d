import type { CaseComparison, ComparisonReport, Verdict } from '../../model/comparison.ts';
import { comparedCases, decidedNothing, severity, undecidedCases } from '../../model/decided.ts';
import { usualFailures } from '../../model/gateOutcome.ts';
import type { Observation } from '../../model/observation.ts';
import { formatCount, formatShare } from '../../text/quantity.ts';
import { lowered, metricCells } from './caseRow.ts';
import { modeWords } from './modeWords.ts';
import { comparedText } from './suiteTable.ts';
import { undecidedText, undecidedWords } from './undecidedText.ts';
import { nothingDiffers } from './verdictLine.ts';

function statusSentence(report: ComparisonReport): string {
  switch (report.status.kind) {
    case 'complete':
      return '';
    case 'interrupted':
      return 'The run was interrupted; this covers only what was measured until then. ';
    case 'incomplete':
      return `The run is incomplete (${report.status.reason.replace(/[.\s]+$/, '')}). `;
  }
}

/** `trends_dau, server time 2.10x, selected marks 12 → 37, primary key …`: the name, its strongest evidence, how its plan differs. */
function evidenceOf(item: CaseComparison): string {
  return [item.caseId, ...costEvidence(item)].join(', ');
}

function costEvidence(item: CaseComparison): readonly string[] {
  // Of a failure or a different result, no cost is a comparison.
  if (item.verdict !== 'regressed' && item.verdict !== 'improved') return [];
  const [metric] = item.metrics;
  const [first] = item.observed;
  const observation = first !== undefined && isOfCost(first, item) ? item.observations.slice(0, 1) : [];
  const ratio = metric === undefined || metric.result.kind === 'notCompared' ? null : metric.result.ratio;
  const isSaid = metric !== undefined && observation.length > 0 && first?.metric === metric.metric;
  const measured =
    metric === undefined || ratio === null || isSaid ? [] : [`${lowered(metric.label)} ${metricCells(metric).ratio}`];
  const difference = item.plan?.differences.slice(0, 1).map(({ text }) => text) ?? [];
  return [...measured, ...observation, ...difference];
}

/** Work, CPU time or memory: what any other counter means takes more than a headline to say. */
function isOfCost({ metric }: Observation, { metrics }: CaseComparison): boolean {
  return metrics.some((one) => one.family !== 'other' && one.metric === metric);
}

/** The bad news that stands first in the table, with how many cases it befell; else what was decided. */
function worstOf(report: ComparisonReport, total: number): string {
  const { counts, identical } = report;
  const cases = comparedText(total, identical);
  const worst = worstCase(report);
  if (worst !== undefined) {
    const count = counts[worst.verdict];
    return `${formatCount(count)} of ${cases} ${phrase(worst.verdict, report)}${count === 1 ? ': ' : ', first of them '}${evidenceOf(worst)}`;
  }
  if (comparedCases(report) === 0)
    return `No case was compared: ${total === 1 ? 'it is' : `all ${formatCount(total)} are`} in one arm only`;
  const undecided = undecidedCases(report);
  if (decidedNothing(report))
    return `Nothing decided in ${comparedText(undecided, identical)}: ${undecidedText(report)}`;
  const decided = comparedCases(report) - undecided;
  const subject = modeWords(report.method).subject;
  if (decided === total) return `No regression in ${subject}${cases}`;
  return `No regression in ${subject}${formatCount(decided)} of ${cases} (${othersText(report)})`;
}

/** `3 undecided, 1 in one arm only`: of which cases "no regression" is not said. */
function othersText(report: ComparisonReport): string {
  const others = [
    [undecidedCases(report), 'undecided'],
    [report.counts.added + report.counts.removed, 'in one arm only'],
  ] as const;
  return others.flatMap(([count, words]) => (count === 0 ? [] : [`${formatCount(count)} ${words}`])).join(', ');
}

/** Of the bad news, what stands first in the table. */
function worstCase({ cases }: ComparisonReport): CaseComparison | undefined {
  return cases.find(({ verdict }) => usualFailures.has(verdict));
}

/** What is said of as many cases as have this verdict, behind their number. */
function phrase(verdict: Verdict, { counts, method }: ComparisonReport): string {
  const isOne = counts[verdict] === 1;
  switch (verdict) {
    case 'failed':
    case 'regressed':
    case 'improved':
      return verdict;
    case 'resultChanged':
      return `${isOne ? 'returns' : 'return'} a different result`;
    case 'unconfirmed':
      return `looked different but ${isOne ? 'was' : 'were'} not confirmed`;
    case 'inconclusive':
      return `${isOne ? 'is' : 'are'} inconclusive${method.saved?.commonShift === null ? ' as time is not judged' : ''}`;
    case 'added':
    case 'removed':
      return `${isOne ? 'was' : 'were'} ${verdict}`;
    case 'equivalent':
      return `${isOne ? 'shows' : 'show'} ${modeWords(method).unchanged(formatShare(method.margin))}`;
  }
}

/** The verdict in plain sentences, unescaped: it quotes names and observations. */
export interface Headline {
  /** What matters most; says first when the run is incomplete. */
  readonly main: string;
  /** The other verdicts, counted; empty when there are none. */
  readonly rest: string;
}

/** The verdict in two parts, for a title and the line below it. */
export function headlineParts(report: ComparisonReport): Headline {
  const { counts } = report;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const status = statusSentence(report);
  if (total === 0) {
    const same = nothingDiffers(report);
    if (same === '') return { main: `${status}No case was compared.`, rest: '' };
    return {
      main: `${status}${same.replace(/^./, (first) => first.toUpperCase())}.`,
      rest: 'Nothing was measured; --all measures them anyway, as a check of this machine.',
    };
  }
  const [only] = report.cases;
  if (total === 1 && only !== undefined && comparedCases(report) === 1)
    return { main: `${status}${onlySentence(only, report)}.`, rest: '' };
  const worst = worstCase(report)?.verdict;
  const isSaid = (verdict: Verdict): boolean =>
    worst === undefined ? decidedNothing(report) && undecidedVerdicts.has(verdict) : verdict === worst;
  const rest = severity
    .filter((verdict) => counts[verdict] > 0 && !isSaid(verdict))
    .map((verdict) => `${formatCount(counts[verdict])} ${phrase(verdict, report)}`);
  return {
    main: `${status}${worstOf(report, total)}.`,
    rest: rest.length === 0 ? '' : `${rest.join(', ')}.`,
  };
}

/** `orders_by_day regressed: server time 2.24x, selected marks 12 → 49 (4.08x)`, of a report that has no other case. */
function onlySentence(item: CaseComparison, report: ComparisonReport): string {
  if (undecidedVerdicts.has(item.verdict)) return `Nothing decided in ${item.caseId}: ${undecidedWords(item)}`;
  const evidence = costEvidence(item);
  return `${item.caseId} ${phrase(item.verdict, report)}${evidence.length === 0 ? '' : `: ${evidence.join(', ')}`}`;
}

/** Ended without an answer. */
const undecidedVerdicts: ReadonlySet<Verdict> = new Set(['inconclusive', 'unconfirmed']);

/** The whole verdict as one text: "1 of 24 cases regressed: trends_dau, ... 23 show no change beyond 5%." */
export function headline(report: ComparisonReport): string {
  const { main, rest } = headlineParts(report);
  return rest === '' ? main : `${main} ${rest}`;
}
