import type { CaseComparison, ComparisonReport, Verdict } from '../model/comparison.ts';
import { metricCells } from './caseRow.ts';
import { formatShare, plural } from './format.ts';

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

/** `trends_dau, server time 2.10x, selected marks 12 -> 37`: the name and its strongest evidence. */
function evidenceOf(item: CaseComparison): string {
  const [metric] = item.metrics;
  const [observation] = item.observations;
  const ratio = metric === undefined || metric.result.kind === 'notCompared' ? null : metric.result.ratio;
  const isSaid = metric !== undefined && observation?.toLowerCase().startsWith(metric.label.toLowerCase());
  const measured =
    metric === undefined || ratio === null || isSaid
      ? []
      : [`${metric.label.toLowerCase()} ${metricCells(metric).ratio}`];
  return [item.caseId, ...measured, ...(observation === undefined ? [] : [observation])].join(', ');
}

function regressions(report: ComparisonReport, total: number): string {
  const count = report.counts.regressed;
  const [worst] = report.cases.filter((item) => item.verdict === 'regressed');
  if (count === 0 || worst === undefined) return `No regression in ${plural(total, 'case')}`;
  const share = `${count} of ${plural(total, 'case')} regressed`;
  return `${share}${count === 1 ? ': ' : ', first of them '}${evidenceOf(worst)}`;
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
  const phrase = (verdict: Verdict, one: string, many: string): readonly string[] =>
    counts[verdict] === 0 ? [] : [`${counts[verdict]} ${counts[verdict] === 1 ? one : many}`];
  const rest = [
    ...phrase('resultChanged', 'returns another result', 'return another result'),
    ...phrase('failed', 'failed', 'failed'),
    ...phrase('improved', 'improved', 'improved'),
    ...phrase('unconfirmed', 'looked different but was not confirmed', 'looked different but were not confirmed'),
    ...phrase('inconclusive', 'is inconclusive', 'are inconclusive'),
    ...phrase('added', 'was added', 'were added'),
    ...phrase('removed', 'was removed', 'were removed'),
    ...phrase('equivalent', `shows no change beyond ${margin}`, `show no change beyond ${margin}`),
  ];
  return {
    main: `${statusSentence(report)}${regressions(report, total)}.`,
    rest: rest.length === 0 ? '' : `${rest.join(', ')}.`,
  };
}

/** The whole verdict as one text: "1 of 24 cases regressed: trends_dau, ... 23 show no change beyond 5%." */
export function headline(report: ComparisonReport): string {
  const { main, rest } = headlineParts(report);
  return rest === '' ? main : `${main} ${rest}`;
}
