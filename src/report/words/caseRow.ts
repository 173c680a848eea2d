import type { CaseComparison, ComparisonReport } from '../../model/comparison.ts';
import type { Estimate, MetricComparison } from '../../model/metric.ts';
import { typicalValues } from '../../model/typical.ts';
import { absent, formatInterval, formatRatio, formatRow, plural, unknown } from '../../text/quantity.ts';
import { type VerdictWord, verdictWord } from './verdictWords.ts';

/** One metric as the texts of a table row: the table model that every syntax shares. */
export interface MetricCells {
  readonly baseline: string;
  readonly candidate: string;
  readonly ratio: string;
  /** `2.01–2.20`, `exact`, or `-`. */
  readonly interval: string;
}

/** One case as the texts of a table row. Nothing in it is escaped yet. */
export interface CaseRow extends MetricCells {
  readonly caseId: string;
  readonly verdict: VerdictWord;
  /** Pairs or sessions, see `replicateWord`. */
  readonly replicates: string;
  readonly observation: string;
}

/** Typical values of both arms under one scale, their ratio, and how sure it is. */
export function metricCells(metric: MetricComparison): MetricCells {
  const { result, unit } = metric;
  const typical = typicalValues(metric);
  const values = [typical.baseline, typical.candidate];
  const [baseline = unknown, candidate = unknown] = formatRow(values, unit, result.kind === 'exact');
  switch (result.kind) {
    case 'exact':
      return {
        baseline,
        candidate,
        ratio: result.ratio === null ? absent : formatRatio(result.ratio),
        interval: 'exact',
      };
    case 'estimate':
      return { baseline, candidate, ratio: formatRatio(result.ratio), interval: formatInterval(result) };
    case 'notCompared':
      return { baseline, candidate, ratio: unknown, interval: absent };
  }
}

/** A label inside a sentence: `server time`, `CPU time`. */
export function lowered(label: string): string {
  return label.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
}

/** A row stands for server time; one that rests on something else says what. */
function counterName(main: MetricComparison | undefined): string {
  return main === undefined || main.family === 'time' ? '' : `${lowered(main.label)} `;
}

/** What an undecided case could not have hidden; empty for any other. */
export function unseen({ verdict, evidence: { smallestVisible } }: CaseComparison): string {
  if (verdict !== 'inconclusive' || smallestVisible === null) return '';
  return `a slowdown of ${formatRatio(smallestVisible)} would have been seen`;
}

/** Whether its costs are a comparison: of another result, or of a failure, they are none. */
export function isComparison({ verdict, baseline, candidate }: CaseComparison): boolean {
  return verdict !== 'resultChanged' && verdict !== 'failed' && baseline !== null && candidate !== null;
}

/** The row of one case, by the metric its verdict rests on; without a ratio where there is no comparison. */
export function caseRow(item: CaseComparison): CaseRow {
  const [main] = item.metrics;
  const cells = main === undefined ? undefined : metricCells(main);
  const compares = isComparison(item);
  return {
    caseId: item.caseId,
    verdict: verdictWord(item.verdict),
    baseline: item.baseline === null ? absent : `${counterName(main)}${cells?.baseline ?? unknown}`,
    candidate: item.candidate === null ? absent : (cells?.candidate ?? unknown),
    ratio: compares ? (cells?.ratio ?? unknown) : absent,
    interval: compares ? (cells?.interval ?? absent) : absent,
    replicates: replicateCell(item),
    observation: item.observations[0] ?? unseen(item),
  };
}

/** What a verdict on time rests on: pairs of arms measured together, or sessions of two saved runs. */
export function replicateWord({ method }: Pick<ComparisonReport, 'method'>): 'pairs' | 'sessions' {
  return method.saved === undefined ? 'pairs' : 'sessions';
}

/** For a column: `12` pairs, or `5+7` sessions of the two runs. */
export function replicateCell({ metrics, pairs }: CaseComparison): string {
  const result = metrics[0]?.result;
  if (result?.kind === 'estimate' && result.sessions !== undefined)
    return `${result.sessions.baseline}+${result.sessions.candidate}`;
  const count = result?.kind === 'estimate' ? result.pairs : pairs.length;
  return count === 0 ? absent : String(count);
}

/** `12 pairs`, or `5 and 7 sessions`. */
export function replicateText({ pairs, sessions }: Estimate): string {
  return sessions === undefined
    ? plural(pairs, 'pair')
    : `${sessions.baseline} and ${plural(sessions.candidate, 'session')}`;
}
