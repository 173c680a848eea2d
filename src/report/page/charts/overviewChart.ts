import type { CaseComparison } from '../../../model/comparison.ts';
import { certaintyOf, type OverviewBands, overviewBands, type Placed } from './overviewBands.ts';
import { type AxisLayout, type Range, type RatioAxis, ratioAxis } from './ratioAxis.ts';

/** A case as a point: across in percent of the width, down in units of the drawing. */
export interface OverviewPoint {
  readonly item: CaseComparison;
  readonly certainty: Placed;
  readonly x: number;
  readonly y: number;
  readonly cutLeft: boolean;
  readonly cutRight: boolean;
}

export interface OverviewChart extends Pick<OverviewBands, 'levels' | 'changeY' | 'withinY' | 'bottom'> {
  readonly axis: RatioAxis;
  readonly points: readonly OverviewPoint[];
  /** Cases that have no ratio to place, or none that is a comparison. */
  readonly apart: readonly CaseComparison[];
}

/** Room for the labels of the levels on the left of a window of 350 pixels. */
const layout: AxisLayout = { from: 21, to: 96, apart: 9 };

/** Points of a row lie beside each other in lanes, for there only one direction means something. */
const lanes = [0, -7, 7, -14, 14];
const laneWidth = 1.2;

function laneChooser(): (kind: Placed['kind'], x: number) => number {
  const taken = new Map<string, number>();
  return (kind, x) => {
    if (kind !== 'exact' && kind !== 'untested') return 0;
    const place = `${kind} ${Math.round(x / laneWidth)}`;
    const before = taken.get(place) ?? 0;
    taken.set(place, before + 1);
    return lanes[before % lanes.length] ?? 0;
  };
}

/** Places every case by effect and certainty; `domain` is the axis that the table of all cases has. */
export function overviewChart(cases: readonly CaseComparison[], margin: number, domain: Range): OverviewChart {
  const axis = ratioAxis(domain, margin, layout);
  const known = cases.flatMap((item) => {
    const certainty = certaintyOf(item);
    return certainty.kind === 'none' ? [] : [{ item, certainty }];
  });
  const { yOf, ...bands } = overviewBands(known.map((one) => one.certainty));
  const laneOf = laneChooser();
  const points = known.map(({ item, certainty }) => {
    const x = axis.xOf(certainty.ratio);
    return {
      item,
      certainty,
      x,
      y: yOf(certainty) + laneOf(certainty.kind, x),
      cutLeft: certainty.ratio < axis.low,
      cutRight: certainty.ratio > axis.high,
    };
  });
  const placed = new Set(known.map((one) => one.item));
  return { ...bands, axis, points, apart: cases.filter((item) => !placed.has(item)) };
}
