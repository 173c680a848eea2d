import type { ClassReport, RuledPercentile } from '../../model/loadReport.ts';
import { formatCount, plural } from '../../text/quantity.ts';
import { latencyPromiseText, percentileName, percentileText } from './loadFigures.ts';
import { latencyAxis, type PlotTick, plotWidth, tenths } from './plotAxes.ts';

/** Latency by percentile, stretched towards the slowest: across is 1 ÷ (1 - share), by its logarithm. */
export interface PercentileChart {
  /** The last one may lie at the edge, where its label ends. */
  readonly shares: readonly (PlotTick & { readonly isLast: boolean })[];
  readonly latencies: readonly PlotTick[];
  readonly curve: string;
  /** Intervals of single percentiles. */
  readonly intervals: string;
  /** The corner of a promise: the curve, which is of all requests, keeps it where it passes below and to the right of it. */
  readonly promises: readonly { readonly path: string; readonly tone: string }[];
  readonly caption: string;
}

const [top, bottom] = [8, 196];
/** Between the labels of the least and of the median, in thousandths across. */
const leastApart = 160;
const labelled = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];

/** Lays out the percentile curve of a class, which leaves the drawing upwards where only failed requests are left; null where all failed. */
export function percentileChart(one: ClassReport): PercentileChart | null {
  if (one.curve.length === 0) return null;
  const farthest = Math.log10(Math.max(10, one.requests));
  const x = (share: number): number => {
    const log = share >= 1 ? farthest : Math.min(farthest, -Math.log10(1 - share));
    return tenths((Math.max(0, log) / farthest) * plotWidth);
  };
  const intervals = (one.ruled?.latency ?? []).flatMap(({ share, bounds: { low, high } }) =>
    low === null || high === null || low === 0 ? [] : [{ share, low, high }],
  );
  const times = one.curve.map(([, ms]) => ms);
  const limits = one.latencyPromises.filter(({ mostMs }) => mostMs < 50 * Math.max(...times));
  const y = latencyAxis(
    [...times, ...intervals.flatMap(({ low, high }) => [low, high]), ...limits.map(({ mostMs }) => mostMs)],
    top,
    bottom,
  );
  return {
    shares: labelled
      .filter((share) => -Math.log10(1 - share) <= farthest && (share > 0 || x(0.5) >= leastApart))
      .map((share) => ({ at: tenths(x(share) / 10), label: share === 0 ? 'least' : percentileName(share) }))
      .map((tick) => ({ ...tick, isLast: tick.at > 95 })),
    latencies: y.ticks,
    curve: [
      ...thinned(one.curve.map(([share, ms]) => [x(share), y.place(ms)])).map(
        ([across, down], at) => `${at === 0 ? 'M' : 'L'}${across} ${down}`,
      ),
      ...(failedOf(one) > 0 ? [`V${top}`] : []),
    ].join(''),
    intervals: intervals.map(({ share, low, high }) => `M${x(share)} ${y.place(low)}V${y.place(high)}`).join(''),
    promises: limits.map(({ share, mostMs, verdict }) => ({
      path: `M0 ${y.place(mostMs)}H${x(share)}V${top}`,
      tone: verdict === 'missed' ? 'bad' : verdict === 'kept' ? 'good' : 'unsure',
    })),
    caption: captionOf(one),
  };
}

/** A curve may have a point for every request; those of one place across are one, the last of them. */
function thinned(points: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const places = points.map(([across]) => Math.round(across / 2));
  return points.filter((_, at) => at === 0 || places[at] !== places[at + 1]);
}

function captionOf(one: ClassReport): string {
  const shown = (one.ruled?.latency ?? []).filter(({ share }) => [0.5, 0.95, 0.99].includes(share));
  const figures = shown.map((item) => `${percentileName(item.share)} ${figureText(item)}`).join(', ');
  const promises = one.latencyPromises.map(latencyPromiseText).join(', ');
  const rule = promises === '' ? '' : ` Promised: ${promises}, drawn as a corner that the curve must pass below.`;
  const failed = failedOf(one);
  const last = failed === 0 ? '' : `, of which ${formatCount(failed)} failed and come last, where the curve goes up`;
  return `Latency by percentile of all ${plural(one.requests, 'request')}${last}${figures === '' ? '' : `: ${figures}`}. Upright lines are 95% intervals; a percentile without one has too few requests, or too many that failed.${rule}`;
}

function failedOf({ failed }: ClassReport): number {
  return failed.reduce((sum, { count }) => sum + count, 0);
}

function figureText({ share, ms, bounds: { low, high } }: RuledPercentile): string {
  if (ms === null) return 'never';
  const isBounded = low !== null && high !== null && low > 0;
  return percentileText({ share, ms, ...(isBounded ? { lowMs: low, highMs: high } : {}) });
}
