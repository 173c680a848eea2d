import { rounded } from './ratioAxis.ts';

export type Point = readonly [x: number, y: number];

/** Places across are whole units: there are hundreds of drawings on a page, and no eye sees half a unit of 400. */
const across = Math.round;

/** A dot at each place: lines of no length, which the ends of a thick stroke make round or square. The shortest path there is. */
export function dots(points: readonly Point[]): string {
  return points.map(([x, y]) => `M${across(x)} ${rounded(y)}h0`).join('');
}

/** Upright lines, each from one height to another. */
export function uprights(lines: readonly { readonly x: number; readonly from: number; readonly to: number }[]): string {
  return lines
    .map(({ x, from, to }) => ({ x: rounded(x), from: rounded(from), to: rounded(to) }))
    .filter(({ from, to }) => from !== to)
    .map(({ x, from, to }) => `M${x} ${from}V${to}`)
    .join('');
}

/** Level lines, each from one place across to another. */
export function levelLines(
  lines: readonly { readonly y: number; readonly from: number; readonly to: number }[],
): string {
  return lines.map(({ y, from, to }) => `M${across(from)} ${rounded(y)}H${across(to)}`).join('');
}

/** Stairs through `points`: along to each place, then to its height. Steps too small to see are one. */
export function stairs([first, ...rest]: readonly Point[]): string {
  if (first === undefined) return '';
  let path = `M${across(first[0])} ${rounded(first[1])}`;
  for (const [index, [x, y]] of rest.entries()) {
    const next = rest[index + 1];
    if (next === undefined || across(next[0]) !== across(x)) path += `H${across(x)}V${rounded(y)}`;
  }
  return path;
}

/** Points of a line without those between two of their own height, which it passes anyway. */
export function withoutFlats(points: readonly Point[]): readonly Point[] {
  const heightAt = (index: number): number | undefined => {
    const point = points[index];
    return point === undefined ? undefined : rounded(point[1]);
  };
  return points.filter((_, i) => heightAt(i - 1) !== heightAt(i) || heightAt(i) !== heightAt(i + 1));
}

/** Arrow heads at the upper or lower edge, for what lies beyond it. */
export function edgeMarks(
  marks: readonly { readonly x: number; readonly y: number; readonly isUp: boolean }[],
): string {
  const places = marks.map(({ x, y, isUp }) => `M${across(x)} ${rounded(y)}l-3.5 ${isUp ? 5 : -5}h7z`);
  return [...new Set(places)].join('');
}
