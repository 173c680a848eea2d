/** A point of a fit. */
export interface FitPoint {
  readonly x: number;
  readonly y: number;
  /** Above 0: one over the variance of `y`. */
  readonly weight: number;
}

/** Points of one fitted value. */
interface Block {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly weight: number;
}

/**
 * The rising steps that are nearest to the points in weighted squares, by pooling adjacent violators (Ayer et al. 1955; Barlow et al.,
 * Statistical Inference under Order Restrictions, 1.2). Points of one `x` are taken as one. Gives a point for each `x`, ascending.
 */
export function isotonicFit(points: readonly FitPoint[]): readonly { readonly x: number; readonly y: number }[] {
  const blocks: Block[] = [];
  const xs: number[] = [];
  for (const point of atEachX(points)) {
    xs.push(point.x);
    let block: Block = { from: xs.length - 1, to: xs.length - 1, y: point.y, weight: point.weight };
    for (let last = blocks.at(-1); last !== undefined && last.y >= block.y; last = blocks.at(-1)) {
      blocks.pop();
      const weight = last.weight + block.weight;
      block = { from: last.from, to: block.to, y: (last.y * last.weight + block.y * block.weight) / weight, weight };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ from, to, y }) => xs.slice(from, to + 1).map((x) => ({ x, y })));
}

function atEachX(points: readonly FitPoint[]): readonly FitPoint[] {
  const byX = new Map<number, FitPoint>();
  for (const point of points) {
    const same = byX.get(point.x);
    const weight = point.weight + (same?.weight ?? 0);
    const y = same === undefined ? point.y : (same.y * same.weight + point.y * point.weight) / weight;
    byX.set(point.x, { x: point.x, y, weight });
  }
  return [...byX.values()].sort((a, b) => a.x - b.x);
}

/** Where a rising fit crosses zero, on the line between the points beside. Undefined where it does not cross. */
export function zeroCrossing(fit: readonly { readonly x: number; readonly y: number }[]): number | undefined {
  const above = fit.findIndex((point) => point.y >= 0);
  const right = fit[above];
  const left = fit[above - 1];
  if (right === undefined || left === undefined) return undefined;
  return left.x + ((right.x - left.x) * -left.y) / (right.y - left.y);
}
