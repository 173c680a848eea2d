import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { TableOverTime } from '../../../model/stateReport.ts';
import { formatCount } from '../../../text/quantity.ts';
import { rounded } from './ratioAxis.ts';

/** Parts of a table over time: a bar a reading, marked where merges or mutations ran. */
export interface StateStrip {
  readonly width: number;
  readonly height: number;
  /** Where the marks of busy readings lie, below the bars. */
  readonly markY: number;
  readonly bars: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly isBusy: boolean;
  }[];
  /** The same in words. */
  readonly label: string;
}

const width = 160;
const height = 22;
const markY = height + 2;
const wholeHeight = height + 5;
const leastBar = 1.5;
/** So few parts are a low bar, though no other is higher. */
const fewParts = 10;
const gap = 1;

/**
 * Null where there is nothing to draw.
 *
 * @param most the highest bar, for all tables of one name, so that arms can be held against each other
 */
export function stateStrip({ points }: Pick<TableOverTime, 'points'>, most: number): StateStrip | null {
  if (points.length === 0 || !points.some(({ parts }) => parts !== null)) return null;
  const yOf = scaleLinear([0, Math.max(fewParts, most)], [0, height]);
  const step = Math.min(width / points.length, 12);
  const bars = points.map(({ parts, busy }, at) => {
    const tall = parts === null ? 0 : Math.max(leastBar, yOf(parts));
    return {
      x: rounded(at * step),
      y: rounded(height - tall),
      width: rounded(Math.max(0.5, step - gap)),
      height: rounded(tall),
      isBusy: busy,
    };
  });
  const busy = points.filter((one) => one.busy).length;
  const known = points.flatMap(({ parts }) => parts ?? []);
  const label = `${formatCount(known[0] ?? 0)} parts at first, ${formatCount(known.at(-1) ?? 0)} at last, at most ${formatCount(max(known) ?? 0)}; worked on at ${formatCount(busy)} of ${formatCount(points.length)}`;
  return { width, height: wholeHeight, markY, bars, label };
}
