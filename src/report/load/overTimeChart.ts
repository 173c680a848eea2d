import type { ClassReport, ClassSecond, TrialReport } from '../../model/loadReport.ts';
import { formatCount, formatMs, formatSeconds, plural } from '../../text/quantity.ts';
import { limitText, percentileName } from './loadFigures.ts';
import { amountAxis, latencyAxis, type PlotTick, tenths, timeAxis } from './plotAxes.ts';

/** A class second by second: latency above, offered, done and failed below. */
export interface OverTimeChart {
  readonly times: readonly PlotTick[];
  readonly latencies: readonly PlotTick[];
  readonly amounts: readonly PlotTick[];
  /** Areas between p50 and p95, and between p95 and p99. */
  readonly inner: string;
  readonly outer: string;
  readonly middle: string;
  readonly limits: readonly { readonly y: number; readonly label: string }[];
  readonly warmup: { readonly x: number; readonly width: number } | null;
  readonly silent: readonly { readonly x: number; readonly width: number }[];
  readonly offered: string;
  readonly done: string;
  readonly failed: string;
  readonly caption: string;
}

const [top, bottom] = [8, 150];
const [amountTop, amountBottom] = [166, 214];
/** Points that a reader can tell apart. */
const mostBins = 240;

interface Bin {
  readonly from: number;
  readonly to: number;
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
  readonly offered: number;
  readonly done: number;
  readonly failed: number;
}

/** Lays out one class of a trial; null where no second of it is known. */
export function overTimeChart(one: ClassReport, { plan, end }: TrialReport): OverTimeChart | null {
  if (one.seconds.length === 0) return null;
  const step = stepOf(one.seconds);
  const last = (one.seconds.at(-1)?.second ?? 0) + step;
  const total = Math.max(last * 1000, plan.warmupMs + plan.durationMs);
  const size = Math.ceil(one.seconds.length / mostBins);
  const bins = binned(one.seconds, size, step);
  const times = timeAxis(total);
  const known = bins.flatMap(({ p50, p95, p99 }) => [p50, p95, p99].filter((value) => value !== undefined));
  const limits = one.latencyPromises.filter(({ mostMs }) => mostMs < 50 * Math.max(...known, 0));
  const latency = latencyAxis([...known, ...limits.map(({ mostMs }) => mostMs)], top, bottom);
  const most = Math.max(...bins.map(({ offered, done }) => Math.max(offered, done)));
  const amount = amountAxis(most, amountTop, amountBottom);
  const x = (second: number): number => times.place(second * 1000);
  const span = (from: number, to: number) => ({
    x: times.place(from),
    width: tenths(times.place(to) - times.place(from)),
  });
  const area = (low: 'p50' | 'p95', high: 'p95' | 'p99'): string => areaPath(bins, low, high, x, latency.place);
  return {
    times: times.ticks,
    latencies: latency.ticks,
    amounts: amount.ticks,
    inner: area('p50', 'p95'),
    outer: area('p95', 'p99'),
    middle: linePath(bins, (bin) => bin.p50, x, latency.place),
    limits: limits.map(({ share, mostMs }) => ({
      y: latency.place(mostMs),
      label: `${percentileName(share)} at most ${limitText(mostMs)}`,
    })),
    warmup: plan.warmupMs > 0 ? span(0, plan.warmupMs) : null,
    silent: (end?.silent ?? []).map(({ from, to }) => span(from, to)),
    offered: linePath(bins, (bin) => bin.offered, x, amount.place),
    done: linePath(bins, (bin) => bin.done, x, amount.place),
    failed: bins
      .filter(({ failed }) => failed > 0)
      .map(
        ({ from, to, failed }) =>
          `M${x(from)} ${amountBottom}V${Math.min(amountBottom - 2, amount.place(failed))}H${x(to)}V${amountBottom}z`,
      )
      .join(''),
    caption: captionOf(one, size * step, end?.silent.length ?? 0),
  };
}

/** Of a long trial a report has several seconds a point, added up; the last one may be shorter. */
function stepOf(seconds: readonly ClassSecond[]): number {
  const [first, next] = seconds;
  return first === undefined || next === undefined ? 1 : Math.max(1, next.second - first.second);
}

/** `size` points at a time; counts become those of a second. */
function binned(seconds: readonly ClassSecond[], size: number, step: number): readonly Bin[] {
  return Array.from({ length: Math.ceil(seconds.length / size) }, (_, at) => {
    const items = seconds.slice(at * size, (at + 1) * size);
    const sum = (of: (second: ClassSecond) => number): number =>
      items.reduce((all, item) => all + of(item), 0) / (items.length * step);
    const from = items[0]?.second ?? 0;
    const upper = (of: (second: ClassSecond) => number | undefined): number | undefined => {
      const values = items.flatMap((item) => of(item) ?? []);
      return values.length === 0 ? undefined : Math.max(...values);
    };
    const [p50, p95, p99] = [upper((item) => item.p50), upper((item) => item.p95), upper((item) => item.p99)];
    return {
      ...{ from, to: (items.at(-1)?.second ?? from) + step },
      ...{ offered: sum((item) => item.offered), done: sum((item) => item.done), failed: sum((item) => item.failed) },
      ...(p50 === undefined ? {} : { p50 }),
      ...(p95 === undefined ? {} : { p95 }),
      ...(p99 === undefined ? {} : { p99 }),
    };
  });
}

/** Runs of bins that have a value each and follow each other. */
function stretches(bins: readonly Bin[], has: (bin: Bin) => boolean): readonly (readonly Bin[])[] {
  const found: Bin[][] = [];
  for (const [at, bin] of bins.entries()) {
    if (!has(bin)) continue;
    const before = bins[at - 1];
    const current = found.at(-1);
    if (before !== undefined && before.to === bin.from && has(before) && current !== undefined) current.push(bin);
    else found.push([bin]);
  }
  return found;
}

type Place = (value: number) => number;

function linePath(bins: readonly Bin[], of: (bin: Bin) => number | undefined, x: Place, y: Place): string {
  return stretches(bins, (bin) => of(bin) !== undefined)
    .map((run) =>
      run
        .map((bin, at) => `${at === 0 ? 'M' : 'L'}${x((bin.from + bin.to) / 2)} ${y(of(bin) ?? 0)}`)
        .join('')
        .concat(run.length === 1 ? 'h0' : ''),
    )
    .join('');
}

/** Steps, so that a single second is seen too. */
function areaPath(bins: readonly Bin[], low: 'p50' | 'p95', high: 'p95' | 'p99', x: Place, y: Place): string {
  return stretches(bins, (bin) => bin[low] !== undefined && bin[high] !== undefined)
    .map((run) => {
      const upper = run.map((bin) => `${x(bin.from)} ${y(bin[high] ?? 0)}H${x(bin.to)}`).join('L');
      const lower = run
        .toReversed()
        .map((bin) => `${x(bin.to)} ${y(bin[low] ?? 0)}H${x(bin.from)}`)
        .join('L');
      return `M${upper}L${lower}z`;
    })
    .join('');
}

function captionOf(one: ClassReport, size: number, silences: number): string {
  const worst = one.seconds.reduce<ClassSecond | undefined>(
    (most, item) => ((item.p99 ?? 0) > (most?.p99 ?? 0) ? item : most),
    undefined,
  );
  const slowest =
    worst?.p99 === undefined
      ? 'No request was answered well'
      : `The slowest moment is ${formatSeconds(worst.second * 1000)} after its start, with p99 ${formatMs(worst.p99)}`;
  const failed = one.seconds.reduce((sum, { failed }) => sum + failed, 0);
  const failures = failed === 0 ? 'none failed' : `${formatCount(failed)} failed`;
  const backlog = Math.max(...one.seconds.map((second) => second.backlog));
  const bin = size === 1 ? '' : ` Each point is ${plural(size, 'second')}, with the largest of their percentiles.`;
  const silent = silences === 0 ? '' : ` The server answered nothing in ${plural(silences, 'shaded span')}.`;
  return `Latency of requests by the moment at which they were meant to be sent. ${slowest}; ${failures}; the longest backlog was ${plural(backlog, 'request')}.${silent}${bin}`;
}
