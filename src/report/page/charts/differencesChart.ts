import { extent, median } from 'd3-array';
import { scaleLog } from 'd3-scale';
import type { PairPoint } from '../../../model/comparison.ts';
import { type Estimate, judgedTime, type MetricComparison } from '../../../model/metric.ts';
import { formatInterval, formatRatio, formatShare, plural } from '../../../text/quantity.ts';
import { axisEnds, beyondText } from './axisEnds.ts';
import { binned, binText, orderScale, type SessionMarks, sessionMarks, sessionStretches } from './pairOrder.ts';
import { timedPairs } from './pairsChart.ts';
import { dots, edgeMarks, uprights } from './paths.ts';
import { ratioTicks, rounded, type Tick } from './ratioAxis.ts';

/** A stretch of heights. */
interface HeightBand {
  readonly y: number;
  readonly height: number;
}

/** Candidate over baseline of each pair in time order, on a logarithmic axis, beside the estimate. */
export interface DifferencesChart {
  readonly levels: readonly Tick[];
  readonly oneY: number;
  readonly margin: HeightBand;
  /** Null when server time has no estimate. */
  readonly estimate: (HeightBand & { readonly lineY: number }) | null;
  readonly sessions: SessionMarks;
  readonly dots: string;
  readonly ranges: string;
  readonly edges: string;
  /** The drawing in words. */
  readonly caption: string;
}

const top = 20;
const bottom = 138;

/** Factors beyond this are cut: a logarithm of the smallest numbers there are would leave no room for others. */
const farthest = Math.log(1e6);

function estimateOf(metrics: readonly MetricComparison[]): Estimate | null {
  const result = judgedTime(metrics)?.result;
  return result?.kind === 'estimate' && result.low > 0 && result.high < Infinity ? result : null;
}

/** Ends in logarithms that hold the margin and the estimate beside the pairs. */
function endsOf(logs: readonly number[], margin: number, estimate: Estimate | null): readonly [number, number] {
  const { low, high } = axisEnds(logs);
  const around = estimate === null ? [] : [Math.log(estimate.low), Math.log(estimate.high)];
  const least = Math.log1p(margin) * 1.3;
  return [Math.max(-farthest, Math.min(low, -least, ...around)), Math.min(farthest, Math.max(high, least, ...around))];
}

function estimateText(estimate: Estimate | null, drawn: number): string {
  if (estimate === null) return '';
  const of = estimate.pairs === drawn ? '' : `, from ${plural(estimate.pairs, 'pair')}`;
  return ` The line is the estimate ${formatRatio(estimate.ratio)}, the band around it its ${formatShare(estimate.level)} interval ${formatInterval(estimate)}${of}.`;
}

function captionOf(ratios: readonly number[], notes: string): string {
  const [low = 1, high = 1] = extent(ratios);
  return `Candidate over baseline of ${plural(ratios.length, 'pair')}, in the order they ran: median ${formatRatio(median(ratios) ?? 1)}, from ${formatRatio(low)} to ${formatRatio(high)}.${notes}`;
}

/** Lays out the paired differences of a case; null when no pair has a ratio. */
export function differencesChart(
  pairs: readonly PairPoint[],
  metrics: readonly MetricComparison[],
  margin: number,
): DifferencesChart | null {
  const timed = timedPairs(pairs).filter(({ baselineUs, candidateUs }) => {
    const ratio = candidateUs / baselineUs;
    return ratio > 0 && ratio < Infinity;
  });
  if (timed.length === 0) return null;
  const ratios = timed.map((pair) => pair.candidateUs / pair.baselineUs);
  const estimate = estimateOf(metrics);
  const [low, high] = endsOf(ratios.map(Math.log), margin, estimate);
  const yOf = scaleLog([Math.exp(low), Math.exp(high)], [bottom, top]).clamp(true);
  const xOf = orderScale(timed.length);
  const bins = binned(ratios);
  const isBeyond = (ratio: number): boolean => Math.log(ratio) < low || Math.log(ratio) > high;
  const bandOf = (from: number, to: number): HeightBand => ({
    y: rounded(yOf(to)),
    height: Math.max(1, rounded(yOf(from) - yOf(to))),
  });
  return {
    levels: ratioTicks({ low: Math.exp(low), high: Math.exp(high) }, (ratio) => rounded(yOf(ratio)), 16),
    oneY: rounded(yOf(1)),
    margin: bandOf(1 / (1 + margin), 1 + margin),
    estimate:
      estimate === null ? null : { ...bandOf(estimate.low, estimate.high), lineY: rounded(yOf(estimate.ratio)) },
    sessions: sessionMarks(sessionStretches(timed), xOf),
    dots: dots(bins.map(({ middle, items }) => [xOf(middle), yOf(median(items) ?? 1)])),
    ranges: uprights(
      bins.map(({ middle, items }) => {
        const [from = 0, to = 0] = extent(items, yOf);
        return { x: xOf(middle), from, to };
      }),
    ),
    edges: edgeMarks(
      bins.flatMap(({ middle, items }) =>
        items
          .filter(isBeyond)
          .map((ratio) => ({ x: xOf(middle), y: ratio > 1 ? top - 6 : bottom + 6, isUp: ratio > 1 })),
      ),
    ),
    caption: captionOf(
      ratios,
      `${estimateText(estimate, timed.length)}${binText(bins)}${beyondText(ratios.filter(isBeyond).length)}`,
    ),
  };
}
