import type { CaseComparison, ComparisonReport, Verdict } from '../../model/comparison.ts';
import { firedRules, gateOutcome, usualRules } from '../../model/gateOutcome.ts';
import type { MetricComparison } from '../../model/metric.ts';
import type { Unit } from '../../model/units.ts';
import { visibleLine } from '../../text/safeText.ts';
import type { Telling } from '../words/reportLink.ts';

/** What the candidate takes for a case, in the metric's base unit. */
export interface CandidateFigure {
  readonly caseId: string;
  readonly metric: string;
  readonly unit: Unit;
  readonly value: number;
  /** Null where nothing bounds it. */
  readonly low: number | null;
  readonly high: number | null;
}

/** Of these cases a figure of cost means nothing: a fast wrong answer is no improvement, and what failed took no time. */
const untrusted: ReadonlySet<Verdict> = new Set<Verdict>(['resultChanged', 'failed']);

/** Whether figures of cost may be read as such. */
export function isTrusted({ verdict }: Pick<CaseComparison, 'verdict'>): boolean {
  return !untrusted.has(verdict);
}

/** Metrics of which less is better. What any other counter means takes more than a figure to say. */
export function isCost({ family }: Pick<MetricComparison, 'family'>): boolean {
  return family !== 'other';
}

/**
 * Costs of the candidate for services that keep a history of one value a case and metric. What was not measured is absent, and so are
 * cases that failed or returned something else: a zero, or the time of a wrong answer, would be taken for an improvement.
 */
export function candidateFigures(report: ComparisonReport): readonly CandidateFigure[] {
  return report.cases.filter(isTrusted).flatMap(({ caseId, metrics }) =>
    metrics.filter(isCost).flatMap((metric): readonly CandidateFigure[] => {
      const figure = figureOf(metric);
      return figure === undefined || !Number.isFinite(figure.value)
        ? []
        : [{ caseId: visibleLine(caseId), metric: visibleLine(metric.metric), unit: metric.unit, ...plain(figure) }];
    }),
  );
}

type Bounds = Pick<CandidateFigure, 'value' | 'low' | 'high'>;

function plain({ value, low, high }: Bounds): Bounds {
  const plainOrNull = (one: number | null): number | null => (one === null ? null : plainNumber(one));
  return { value: plainNumber(value), low: plainOrNull(low), high: plainOrNull(high) };
}

/** As `typicalValues` has it: of a paired estimate, the baseline's median times the ratio, with the interval of the ratio. */
function figureOf({ baseline, candidate, result }: MetricComparison): Bounds | undefined {
  if (result.kind === 'exact') return { value: result.candidate, low: result.candidate, high: result.candidate };
  if (result.kind === 'estimate' && baseline !== null)
    return {
      value: baseline.median * result.ratio,
      low: baseline.median * result.low,
      high: baseline.median * result.high,
    };
  return candidate === null ? undefined : { value: candidate.median, low: null, high: null };
}

/**
 * How many cases became what, and whether the run as a whole has a verdict. Services that keep figures alone see by it that a case without
 * a figure is no pass.
 */
export function verdictCounts(
  report: ComparisonReport,
  { rules = usualRules }: Telling,
): readonly { readonly name: string; readonly count: number }[] {
  const { counts } = report;
  const outcome = gateOutcome(report, rules);
  return [
    { name: 'cases_regressed', count: counts.regressed },
    { name: 'cases_result_changed', count: counts.resultChanged },
    { name: 'cases_failed', count: counts.failed },
    { name: 'cases_undecided', count: counts.inconclusive + counts.unconfirmed },
    { name: 'cases_removed', count: counts.removed },
    { name: 'rules_broken', count: firedRules(report).length },
    { name: 'runs_undecided', count: outcome === 'undecided' ? 1 : 0 },
    { name: 'runs_broken_off', count: outcome === 'invalid' || outcome === 'interrupted' ? 1 : 0 },
  ];
}

/** Without the digits that are only those of binary fractions: 80640, not 80640.00000000001. */
export function plainNumber(value: number): number {
  return Number(value.toPrecision(12));
}
