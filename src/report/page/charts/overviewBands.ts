import { max } from 'd3-array';
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { CaseComparison } from '../../../model/comparison.ts';
import type { Ratio } from '../../../model/units.ts';
import { rounded } from './ratioAxis.ts';
import { drawnRatio } from './ratioInterval.ts';

/** A case that has a ratio. */
export type Placed = Exclude<Certainty, { readonly kind: 'none' }>;

/** A line across the overview and what it stands for. */
export interface OverviewLevel {
  readonly y: number;
  readonly label: string;
  /** A place of its own, no certainty at all, or a p-value. */
  readonly kind: 'row' | 'middle' | 'grid';
}

/**
 * The overview from top to bottom: exact counters, certainty of a change growing upwards, certainty of no change growing
 * downwards, and what was not tested. What does not occur takes no room.
 */
export interface OverviewBands {
  readonly levels: readonly OverviewLevel[];
  /** Where the words for either direction stand; null without such cases. */
  readonly changeY: number | null;
  readonly withinY: number | null;
  readonly bottom: number;
  readonly yOf: (certainty: Placed) => number;
}

const rowHeight = 40;
const panelHeight = 130;
const emptyPanel = 14;
/** Suspicions that fresh data took back are all at the middle, and need no room above it. */
const notable = 0.5;
/** Smaller p-values are all the same to a reader; they lie on the end of the scale. */
const smallestP = 1e-6;
const marks = [
  { p: 0.05, label: 'p 0.05' },
  { p: 0.001, label: 'p 0.001' },
  { p: smallestP, label: 'p ≤ 10⁻⁶' },
];

function weight(p: number): number {
  return -Math.log10(Math.max(smallestP, p));
}

interface Panels {
  readonly levels: readonly OverviewLevel[];
  readonly up: ScaleLinear<number, number>;
  readonly down: ScaleLinear<number, number>;
}

/** Both directions on one scale of p, which ends with the first mark beyond all of them. */
function panels(top: number, middle: number, end: number, tested: readonly number[]): Panels {
  const most = max(tested) ?? 0;
  const depth = Math.min(...marks.map((mark) => weight(mark.p)).filter((one) => one >= most));
  const up = scaleLinear([0, depth], [middle, top]);
  const down = scaleLinear([0, depth], [middle, end]);
  const shown = marks.filter((mark) => weight(mark.p) <= depth);
  const grid = (scale: ScaleLinear<number, number>, height: number): readonly OverviewLevel[] =>
    height === panelHeight
      ? shown.map((mark) => ({ y: rounded(scale(weight(mark.p))), label: mark.label, kind: 'grid' }))
      : [];
  return {
    levels: [...grid(up, middle - top), { y: middle, label: 'unsure', kind: 'middle' }, ...grid(down, end - middle)],
    up,
    down,
  };
}

/** Stacks the bands that `placed` needs, from `y` = 0 down. */
export function overviewBands(placed: readonly Placed[]): OverviewBands {
  const has = (kind: Placed['kind']): boolean => placed.some((one) => one.kind === kind);
  const hasChange = placed.some((one) => one.kind === 'change' && one.p < notable);
  const weights = placed.flatMap((one) => ('p' in one ? [weight(one.p)] : []));
  const exact = has('exact') ? rowHeight : 0;
  const top = exact + 16;
  const middle = weights.length === 0 ? exact : top + (hasChange ? panelHeight : emptyPanel);
  const end = weights.length === 0 ? exact : middle + (has('within') ? panelHeight : emptyPanel);
  const tested = panels(top, middle, end, weights);
  const after = weights.length === 0 ? exact : end + 16;
  const untested = has('untested') ? rowHeight : 0;
  const row = (height: number, y: number, label: string): readonly OverviewLevel[] =>
    height === 0 ? [] : [{ y, label, kind: 'row' }];
  return {
    levels: [
      ...row(exact, exact / 2, 'exact'),
      ...(weights.length === 0 ? [] : tested.levels),
      ...row(untested, after + untested / 2, 'untested'),
    ],
    changeY: hasChange ? top : null,
    withinY: has('within') ? end : null,
    bottom: after + untested,
    yOf: (one) => {
      if ('p' in one) return rounded((one.kind === 'change' ? tested.up : tested.down)(weight(one.p)));
      return one.kind === 'exact' ? exact / 2 : after + untested / 2;
    },
  };
}

/**
 * What is known of a case's ratio, and how sure it is. A p-value of a change and one of "within the margin" answer
 * opposite questions, so they are never put on one scale. An exact counter has no p-value and needs none.
 */
export type Certainty =
  | { readonly kind: 'change' | 'within'; readonly ratio: Ratio; readonly p: number }
  | { readonly kind: 'exact' | 'untested'; readonly ratio: Ratio }
  | { readonly kind: 'none' };

const none: Certainty = { kind: 'none' };

/** Verdicts that make a ratio no comparison. */
const apart: ReadonlySet<CaseComparison['verdict']> = new Set(['failed', 'resultChanged', 'added', 'removed']);

function placed(ratio: Ratio | null | undefined, rest: { readonly kind: 'exact' | 'untested' }): Certainty {
  const isDrawable = ratio !== null && ratio !== undefined && Number.isFinite(ratio) && ratio > 0;
  return isDrawable ? { ...rest, ratio } : none;
}

/** How sure the ratio of a case is, by the evidence its verdict rests on. */
export function certaintyOf({ verdict, evidence, metrics }: CaseComparison): Certainty {
  if (apart.has(verdict)) return none;
  const { restsOn, estimate, test, counters } = evidence;
  if (restsOn === 'counters') {
    const leading = counters.find((one) => one.metric === evidence.metric) ?? counters[0];
    return placed(leading?.ratio, { kind: 'exact' });
  }
  const shown = placed(estimate?.ratio ?? drawnRatio(metrics[0])?.ratio, { kind: 'untested' });
  if (shown.kind !== 'untested' || test === null || !(test.p >= 0 && test.p <= 1)) return shown;
  return { kind: test.kind === 'equivalent' ? 'within' : 'change', ratio: shown.ratio, p: test.p };
}
