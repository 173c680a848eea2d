import type { CostMetric, TrendParts } from '../../model/traffic.ts';
import type { Unit } from '../../model/units.ts';
import { formatChange, formatCount, formatMoment, formatValue, plural } from '../../text/quantity.ts';

const steps = '▁▂▃▄▅▆▇█';
/** Where there was nothing at all. */
const nothing = '·';

/** A row over time as bars of text, by its own highest: `▂▁▃▅█`. */
export function trendBars(values: readonly number[]): string {
  const most = Math.max(...values);
  return values
    .map((value) =>
      value <= 0 ? nothing : steps[Math.min(steps.length - 1, Math.floor((steps.length * value) / most))],
    )
    .join('');
}

/** How the later half of the time compares with the earlier: `+23.0%`, `new`, `ended`; empty where neither had anything. */
export function trendChange(values: readonly number[]): string {
  const half = Math.floor(values.length / 2);
  const sum = (some: readonly number[]): number => some.reduce((all, one) => all + one, 0);
  const [earlier, later] = [sum(values.slice(0, half)), sum(values.slice(values.length - half))];
  if (earlier === 0) return later === 0 ? '' : 'new';
  return later === 0 ? 'ended' : formatChange(later / earlier);
}

const unitMs: readonly (readonly [name: string, ms: number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** `7 parts of 1 day each`. */
export function trendPartsText({ from, until, parts }: TrendParts): string {
  const each = (until - from) / parts;
  const [name, ms] = unitMs.find(([, size]) => each >= size * 0.999) ?? ['second', 1000];
  return `${formatCount(parts)} parts of ${plural(Math.round((each / ms) * 10) / 10, name)} each`;
}

const units: Readonly<Record<CostMetric, Unit>> = {
  cpu: 'us',
  duration: 'us',
  read_bytes: 'bytes',
  memory: 'bytes',
  count: 'count',
  failures: 'count',
  cost: 'count',
};

/** A sum of what a ranking is by: `60.0 s` of CPU time, `12.4` of cost. */
export function metricText(value: number, by: CostMetric): string {
  return by === 'cost' ? formatCount(value) : formatValue(value, units[by]);
}

/** The bars in words: `cost in 12 parts of 2 hours each, from …: 1.2, 0.4, …; later half against earlier: +23.0%`. */
export function trendText(values: readonly number[], trend: TrendParts, by: CostMetric): string {
  const change = trendChange(values);
  const listed = values.map((value) => metricText(value, by)).join(', ');
  const against = change === '' ? '' : `; later half against the earlier: ${change}`;
  return `${by} in ${trendPartsText(trend)}, from ${formatMoment(trend.from)}: ${listed}${against}`;
}
