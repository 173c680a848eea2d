import type { ClassReport } from '../../model/loadReport.ts';
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
  /** The corner of a promise: the curve keeps it where it passes below and to the right of it. */
  readonly promises: readonly { readonly path: string; readonly tone: string }[];
  readonly caption: string;
}

const [top, bottom] = [8, 196];
/** Between the labels of the least and of the median, in thousandths across. */
const leastApart = 160;
const labelled = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];

/** Lays out the percentile curve of a class; null where no request was answered well. */
export function percentileChart(one: ClassReport): PercentileChart | null {
  if (one.curve.length === 0) return null;
  const answered = Math.max(10, one.requests);
  const farthest = Math.log10(answered);
  const x = (share: number): number => {
    const log = share >= 1 ? farthest : Math.min(farthest, -Math.log10(1 - share));
    return tenths((Math.max(0, log) / farthest) * plotWidth);
  };
  const bounds = one.percentiles.flatMap(({ lowMs, highMs }) => [lowMs, highMs].filter((ms) => ms !== undefined));
  const times = one.curve.map(([, ms]) => ms);
  const limits = one.latencyPromises.filter(({ mostMs }) => mostMs < 50 * Math.max(...times));
  const y = latencyAxis([...times, ...bounds, ...limits.map(({ mostMs }) => mostMs)], top, bottom);
  return {
    shares: labelled
      .filter((share) => -Math.log10(1 - share) <= farthest && (share > 0 || x(0.5) >= leastApart))
      .map((share) => ({ at: tenths(x(share) / 10), label: share === 0 ? 'least' : percentileName(share) }))
      .map((tick) => ({ ...tick, isLast: tick.at > 95 })),
    latencies: y.ticks,
    curve: thinned(one.curve.map(([share, ms]) => [x(share), y.place(ms)]))
      .map(([across, down], at) => `${at === 0 ? 'M' : 'L'}${across} ${down}`)
      .join(''),
    intervals: one.percentiles
      .flatMap(({ share, lowMs, highMs }) =>
        lowMs === undefined || highMs === undefined ? [] : [`M${x(share)} ${y.place(lowMs)}V${y.place(highMs)}`],
      )
      .join(''),
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
  const shown = one.percentiles.filter(({ share }) => [0.5, 0.95, 0.99].includes(share));
  const figures = shown.map((item) => `${percentileName(item.share)} ${percentileText(item)}`).join(', ');
  const promises = one.latencyPromises.map(latencyPromiseText).join(', ');
  const rule = promises === '' ? '' : ` Promised: ${promises}, drawn as a corner that the curve must pass below.`;
  return `Latency by percentile, of ${plural(one.requests, 'request')} that were offered: ${figures}. Upright lines are 95% intervals; a percentile without one has too few requests, of ${formatCount(one.requests)}.${rule}`;
}
