import { scaleLinear, scaleLog } from 'd3-scale';
import type { Capacity, LoadReport, TrialReport } from '../../model/loadReport.ts';
import { cutTo } from '../../text/displayWidth.ts';
import { formatMs, formatNumber, formatShare, plural } from '../../text/quantity.ts';
import type { Tone } from '../words/verdictWords.ts';
import { probesByRate } from './capacityWords.ts';
import { latencyPromiseText, percentileName, percentileOf, rateText } from './loadFigures.ts';
import { probeMark } from './loadMarks.ts';
import { latencyAxis, type PlotTick, plotWidth, tenths } from './plotAxes.ts';

interface CurvePoint {
  /** Percent across. */
  readonly x: number;
  readonly y: number;
  readonly tone: Tone;
  readonly title: string;
}

/** Latency of each class by the rate that was offered, and what share of it was answered well in time. */
export interface CapacityChart {
  readonly rates: readonly PlotTick[];
  readonly latencies: readonly PlotTick[];
  readonly classes: readonly {
    readonly name: string;
    readonly path: string;
    readonly points: readonly CurvePoint[];
    /** Of the percentile at each rate. */
    readonly intervals: string;
    readonly dash: number;
  }[];
  readonly limits: readonly { readonly y: number; readonly label: string }[];
  /** The interval that the capacity lies in, in thousandths across. */
  readonly band: { readonly x: number; readonly width: number };
  /** The capacity, in percent and in thousandths across. */
  readonly knee: { readonly x: number; readonly at: number; readonly label: string };
  readonly good: string;
  readonly caption: string;
}

const [top, bottom] = [20, 190];
const [goodTop, goodBottom] = [206, 250];
const mostClasses = 6;
/** Of a name within the drawing, which a phone shows too. */
const longestName = 20;

/** Lays out the probes of one arm; null where there are none. */
export function capacityChart(capacity: Capacity, { trials, classes }: LoadReport): CapacityChart | null {
  const probes = probesByRate(capacity).filter(({ rate }) => rate > 0);
  if (probes.length === 0) return null;
  const byId = new Map<number, TrialReport>(trials.map((trial) => [trial.plan.id, trial]));
  const rates = probes.map(({ rate }) => rate);
  const known = [...rates, capacity.low, capacity.rate].filter((rate) => rate > 0);
  const ends = [Math.min(...known), Math.max(...known)] as const;
  const { place, ticks } = rateAxis(ends);
  const drawn = classes.slice(0, mostClasses).map(({ name, slo }) => {
    const share = slo?.latency.at(-1)?.share ?? 0.95;
    const seen = probes.flatMap((probe) => {
      const trial = byId.get(probe.trial);
      const of = trial?.classes.find((one) => one.name === name);
      const found = of === undefined ? undefined : percentileOf(of, share);
      return found === undefined ? [] : [{ probe, mark: probeMark(probe, trial), ...found, of }];
    });
    return { name, share, slo, seen };
  });
  const limits = drawn.flatMap(({ name, slo }) => (slo?.latency ?? []).map((promise) => ({ name, promise })));
  const y = latencyAxis(
    [...drawn.flatMap(({ seen }) => seen.map(({ ms }) => ms)), ...limits.map(({ promise }) => promise.mostMs)],
    top,
    bottom,
  );
  const goodY = scaleLinear([0, 1], [goodBottom, goodTop]).clamp(true);
  const high = Number.isFinite(capacity.high) ? capacity.high : ends[1];
  return {
    rates: ticks,
    latencies: y.ticks,
    classes: drawn.map(({ name, share, seen }, at) => ({
      name: `${cutTo(name, longestName)} ${percentileName(share)}`,
      dash: at % 4,
      path: pathOf(seen.map(({ probe, ms }) => [place(probe.rate), y.place(ms)])),
      intervals: seen
        .flatMap(({ probe, lowMs, highMs }) =>
          lowMs === undefined || highMs === undefined
            ? []
            : [`M${place(probe.rate)} ${y.place(lowMs)}V${y.place(highMs)}`],
        )
        .join(''),
      points: seen.map(({ probe, mark, ms, of }) => ({
        x: tenths(place(probe.rate) / 10),
        y: y.place(ms),
        tone: of?.background === true || of?.verdict === undefined ? 'calm' : mark.tone,
        title: `${name} at ${rateText(probe.rate)}: ${percentileName(share)} ${formatMs(ms)}, ${mark.word}`,
      })),
    })),
    limits: limits.map(({ name, promise }) => ({
      y: y.place(promise.mostMs),
      label: `${cutTo(name, longestName)} ${latencyPromiseText(promise)}`,
    })),
    band: { x: place(capacity.low), width: Math.max(2, tenths(place(high) - place(capacity.low))) },
    knee: {
      x: tenths(place(capacity.rate) / 10),
      at: place(capacity.rate),
      label: capacity.rate > 0 ? `${formatNumber(capacity.rate)}/s` : '',
    },
    good: pathOf(probes.map(({ rate, good }) => [place(rate), tenths(goodY(good / rate))])),
    caption: captionOf(capacity),
  };
}

function pathOf(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
}

/** From a tenth of the capacity to beyond it: by logarithm, unless the rates lie close together. */
function rateAxis([least, most]: readonly [number, number]): {
  readonly place: (rate: number) => number;
  readonly ticks: readonly PlotTick[];
} {
  const isWide = most / least > 4;
  const scale = isWide
    ? scaleLog([least / 1.1, most * 1.1], [0, plotWidth]).clamp(true)
    : scaleLinear([0, most * 1.08], [0, plotWidth]).clamp(true);
  const round = isWide
    ? scale.ticks(10).filter((rate) => /^[125]0*$/.test(String(Number(rate.toPrecision(1))).replace(/^0\.0*/, '')))
    : scale.ticks(6);
  return {
    // A logarithm has no zero; no rate that is kept lies at the left end.
    place: (rate) => (rate > 0 ? tenths(scale(rate)) : 0),
    ticks: round.map((rate) => ({ at: tenths(scale(rate) / 10), label: String(Number(rate.toPrecision(3))) })),
  };
}

function captionOf(capacity: Capacity): string {
  const { probes, low, high, rate } = capacity;
  const worst = probesByRate(capacity).at(-1);
  const kept =
    worst === undefined
      ? ''
      : ` At the highest rate, ${rateText(worst.rate)}, ${formatShare(Math.min(1, worst.good / worst.rate))} were answered well in time.`;
  const end = Number.isFinite(high) ? formatNumber(high) : 'an end that was not found';
  const tried = `${plural(probes.length, 'rate')} tried.`;
  if (!(rate > 0)) return `${tried} None keeps every promise.${kept}`;
  return `${tried} The capacity is ${rateText(rate)}, within the shaded interval from ${formatNumber(low)} to ${end}.${kept}`;
}
