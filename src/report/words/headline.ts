import type { CaseComparison, ComparisonReport, Verdict } from '../../model/comparison.ts';
import { comparedCases, decidedNothing, undecidedCases } from '../../model/decided.ts';
import type { Observation } from '../../model/observation.ts';
import { formatShare, plural } from '../../text/quantity.ts';
import { metricCells } from './caseRow.ts';
import { modeWords } from './modeWords.ts';

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

/** `trends_dau, server time 2.10x, selected marks 12 -> 37, primary key …`: the name, its strongest evidence, how its plan differs. */
function evidenceOf(item: CaseComparison): string {
  const [metric] = item.metrics;
  const [first] = item.observed;
  const observation = first !== undefined && isOfCost(first, item) ? item.observations.slice(0, 1) : [];
  const ratio = metric === undefined || metric.result.kind === 'notCompared' ? null : metric.result.ratio;
  const isSaid = metric !== undefined && observation.length > 0 && first?.metric === metric.metric;
  const measured =
    metric === undefined || ratio === null || isSaid
      ? []
      : [`${metric.label.toLowerCase()} ${metricCells(metric).ratio}`];
  const difference = item.plan?.differences.slice(0, 1).map(({ text }) => text) ?? [];
  return [item.caseId, ...measured, ...observation, ...difference].join(', ');
}

/** Work, CPU time or memory: what any other counter means takes more than a headline to say. */
function isOfCost({ metric }: Observation, { metrics }: CaseComparison): boolean {
  return metrics.some((one) => one.family !== 'other' && one.metric === metric);
}

/** What went worst, with how many cases it befell. */
function worstOf(report: ComparisonReport, total: number): string {
  const { regressed, failed, resultChanged } = report.counts;
  const cases = plural(total, 'case');
  const [worst] = report.cases.filter((item) => item.verdict === 'regressed');
  if (worst !== undefined)
    return `${regressed} of ${cases} regressed${regressed === 1 ? ': ' : ', first of them '}${evidenceOf(worst)}`;
  if (failed > 0) return `${failed} of ${cases} failed`;
  if (resultChanged > 0)
    return `${resultChanged} of ${cases} ${resultChanged === 1 ? 'returns' : 'return'} another result`;
  if (comparedCases(report) === 0)
    return `No case was compared: ${total === 1 ? 'it is' : `all ${total} are`} in one arm only`;
  if (decidedNothing(report)) return `Nothing decided in ${cases}`;
  const undecided = undecidedCases(report);
  const decided = undecided === 0 ? '' : `${total - undecided} of `;
  return `No regression in ${modeWords(report.method).subject}${decided}${cases}`;
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
  if (total === 0) return { main: `${statusSentence(report)}No case was compared.`, rest: '' };
  const margin = formatShare(report.method.margin);
  const unchanged = modeWords(report.method).unchanged(margin);
  const untimed = report.method.saved?.commonShift === null ? ' as time is not judged' : '';
  const phrase = (verdict: Verdict, one: string, many: string): readonly string[] =>
    counts[verdict] === 0 ? [] : [`${counts[verdict]} ${counts[verdict] === 1 ? one : many}`];
  const rest = [
    ...(counts.regressed + counts.failed > 0
      ? phrase('resultChanged', 'returns another result', 'return another result')
      : []),
    ...(counts.regressed > 0 ? phrase('failed', 'failed', 'failed') : []),
    ...phrase('improved', 'improved', 'improved'),
    ...phrase('unconfirmed', 'looked different but was not confirmed', 'looked different but were not confirmed'),
    ...phrase('inconclusive', `is inconclusive${untimed}`, `are inconclusive${untimed}`),
    ...phrase('added', 'was added', 'were added'),
    ...phrase('removed', 'was removed', 'were removed'),
    ...phrase('equivalent', `shows ${unchanged}`, `show ${unchanged}`),
  ];
  return {
    main: `${statusSentence(report)}${worstOf(report, total)}.`,
    rest: rest.length === 0 ? '' : `${rest.join(', ')}.`,
  };
}

/** The whole verdict as one text: "1 of 24 cases regressed: trends_dau, ... 23 show no change beyond 5%." */
export function headline(report: ComparisonReport): string {
  const { main, rest } = headlineParts(report);
  return rest === '' ? main : `${main} ${rest}`;
}
