import type { PairPoint } from '../model/comparison.ts';
import { formatRow, plural } from './format.ts';

/** A scatter of both arms in time order as path data, in a drawing of `width` by `height`. */
export interface PairsChart {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly links: string;
  readonly baseline: string;
  readonly candidate: string;
  readonly levels: readonly { readonly y: number; readonly label: string }[];
  /** Where a session begins. */
  readonly sessions: readonly { readonly x: number; readonly textX: number; readonly label: string }[];
  /** The drawing in words. */
  readonly caption: string;
}

const width = 400;
const height = 150;
const left = 52;
const right = 392;
const top = 18;
const bottom = 136;

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function captionOf(pairs: readonly PairPoint[], sessionCount: number): string {
  const slower = pairs.filter((pair) => pair.candidateUs > pair.baselineUs).length;
  const values = pairs.flatMap((pair) => [pair.baselineUs, pair.candidateUs]);
  const [low, high] = formatRow([Math.min(...values), Math.max(...values)], 'us');
  const where = `${plural(pairs.length, 'pair')} in ${plural(sessionCount, 'session')}`;
  return `Server time of ${where}, in the order they ran, from ${low} to ${high}. The candidate was slower in ${slower} of ${pairs.length}.`;
}

/** Wide enough for `session 12` and for `12` in the chart's type. */
const longLabelWidth = 54;
const shortLabelWidth = 14;

/** A line where each session begins; its label shrinks or goes where the session is narrow. */
function sessionStarts(
  pairs: readonly PairPoint[],
  xOf: (index: number) => number,
  step: number,
): PairsChart['sessions'] {
  const starts = pairs.flatMap((pair, index) => (pairs[index - 1]?.session === pair.session ? [] : [index]));
  return starts.map((start, index) => {
    const room = ((starts[index + 1] ?? pairs.length) - start) * step;
    const number = (pairs[start]?.session ?? 0) + 1;
    const label = room >= longLabelWidth ? `session ${number}` : room >= shortLabelWidth ? `${number}` : '';
    const x = rounded(xOf(start) - step / 2);
    return { x, textX: x + 3, label };
  });
}

/** Lays out the pairs of a case; null when there are none. */
export function pairsChart(pairs: readonly PairPoint[]): PairsChart | null {
  const values = pairs.flatMap((pair) => [pair.baselineUs, pair.candidateUs]);
  if (values.length === 0 || !values.every(Number.isFinite)) return null;
  const low = Math.min(...values) * 0.95;
  const high = Math.max(...values) * 1.05;
  const step = (right - left) / pairs.length;
  const xOf = (index: number): number => rounded(left + step * (index + 0.5));
  const yOf = (us: number): number =>
    rounded(high === low ? bottom : bottom - ((us - low) / (high - low)) * (bottom - top));
  const levels = [Math.min(...values), (Math.min(...values) + Math.max(...values)) / 2, Math.max(...values)];
  const labels = formatRow(levels, 'us');
  const sessions = sessionStarts(pairs, xOf, step);
  return {
    width,
    height,
    left,
    right,
    links: pairs.map((pair, index) => `M${xOf(index)} ${yOf(pair.baselineUs)}V${yOf(pair.candidateUs)}`).join(''),
    baseline: pairs
      .map((pair, index) => `M${rounded(xOf(index) - 3)} ${yOf(pair.baselineUs)}a3 3 0 1 0 6 0a3 3 0 1 0-6 0`)
      .join(''),
    candidate: pairs.map((pair, index) => `M${xOf(index)} ${rounded(yOf(pair.candidateUs) - 4)}l4 4-4 4-4-4z`).join(''),
    levels: levels.map((level, index) => ({ y: yOf(level), label: labels[index] ?? '' })),
    sessions,
    caption: captionOf(pairs, new Set(pairs.map((pair) => pair.session)).size),
  };
}
