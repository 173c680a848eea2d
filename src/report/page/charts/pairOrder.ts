import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { PairPoint } from '../../../model/comparison.ts';
import { uprights } from './paths.ts';

/** Ends of the plot in a drawing of one case, which is 400 wide. */
export const caseFrame = { left: 52, right: 394 } as const;

/** The name of a session, where there is room for one. */
interface SessionLabel {
  readonly x: number;
  readonly label: string;
}

/** Where sessions begin, as a path of lines, and what they are called. */
export interface SessionMarks {
  readonly lines: string;
  readonly labels: readonly SessionLabel[];
}

/** Successive pairs of one session: the first, and the one after the last. */
export interface Stretch {
  readonly session: number;
  readonly from: number;
  readonly to: number;
}

/** Wide enough for `session 12` and for `12` in the chart's type. */
const longLabelWidth = 54;
const shortLabelWidth = 14;
/** More sessions than these are lines without end. */
const mostSessions = 30;

/** Places of `count` pairs in the order they ran; place -0.5 is the left end of the plot. */
export function orderScale(count: number): ScaleLinear<number, number> {
  return scaleLinear([-0.5, count - 0.5], [caseFrame.left, caseFrame.right]);
}

/** The sessions in the order they ran; none when they are too many to draw. */
export function sessionStretches(pairs: readonly PairPoint[]): readonly Stretch[] {
  const starts = pairs.flatMap((pair, index) => (pairs[index - 1]?.session === pair.session ? [] : [index]));
  if (starts.length > mostSessions) return [];
  return starts.map((from, index) => ({
    session: pairs[from]?.session ?? 0,
    from,
    to: starts[index + 1] ?? pairs.length,
  }));
}

/** A line where each session begins; its label shrinks or goes where the session is narrow. */
export function sessionMarks(stretches: readonly Stretch[], xOf: ScaleLinear<number, number>): SessionMarks {
  const begins = stretches.map(({ from }) => ({ x: xOf(from - 0.5), from: 4, to: 144 }));
  const labels = stretches.flatMap(({ session, from, to }) => {
    const room = xOf(to - 0.5) - xOf(from - 0.5);
    const label = room >= longLabelWidth ? `session ${session + 1}` : room >= shortLabelWidth ? `${session + 1}` : '';
    return label === '' ? [] : [{ x: Math.round(xOf(from - 0.5) + 3), label }];
  });
  return { lines: uprights(begins), labels };
}

/** How many sessions the pairs come from. */
export function sessionCount(pairs: readonly PairPoint[]): number {
  return new Set(pairs.map((pair) => pair.session)).size;
}

/** Successive items that are drawn as one mark, and the place of their middle in the whole. */
export interface Bin<T> {
  readonly middle: number;
  readonly items: readonly T[];
}

/** Marks that a drawing of a case takes before they touch each other. */
export const mostMarks = 40;

/** Each item alone while there are at most `most`, else equal stretches of them. */
export function binned<T>(items: readonly T[], most: number = mostMarks): readonly Bin<T>[] {
  const size = Math.max(1, Math.ceil(items.length / most));
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => {
    const own = items.slice(index * size, (index + 1) * size);
    return { middle: index * size + (own.length - 1) / 2, items: own };
  });
}

/** ` A mark stands for 20 pairs in a row: their median, and a line for their range.`, or nothing. */
export function binText(bins: readonly Bin<unknown>[]): string {
  const size = bins[0]?.items.length ?? 1;
  return size === 1 ? '' : ` A mark stands for ${size} pairs in a row: their median, and a line for their range.`;
}
