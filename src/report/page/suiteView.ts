import type { ComparisonReport } from '../../model/comparison.ts';
import type { Suite, SuiteFigures, SuiteRatio } from '../../model/suite.ts';
import { absent } from '../../text/quantity.ts';
import { type ChangeParts, changeParts, claimsChange, costClaim } from '../words/costClaim.ts';
import {
  costOf,
  groupName,
  leftOutSentence,
  type SuiteRow,
  suiteRow,
  suiteSections,
  suiteSentence,
  timeCost,
  timeName,
  weightHint,
} from '../words/suiteTable.ts';
import { type DrawnRatio, domainOf, narrowLayout, type RatioAxis, ratioAxis, rounded } from './charts/ratioAxis.ts';
import { drawable, type RatioInterval, ratioInterval } from './charts/ratioInterval.ts';

/** A bar from 1, with the interval of its end. */
export interface TotalBar extends RatioInterval {
  readonly fill: { readonly x: number; readonly width: number };
}

/** One line of the table of totals, with its interval drawn. */
export interface TotalView {
  readonly row: SuiteRow;
  /** The name of the row, in parts between which a narrow column may break it. */
  readonly nameParts: readonly string[];
  /** Time, CPU time, bytes read, geometric mean. */
  readonly changes: readonly ChangeParts[];
  readonly chart: TotalBar | null;
  readonly tone: 'bad' | 'good' | 'calm';
}

export interface SuiteView {
  readonly sentence: string;
  /** What its time is called: `running time`, and at the start of a heading. */
  readonly timeName: string;
  readonly timeTitle: string;
  /** What a total is made of. */
  readonly weights: string;
  readonly leftOut: string;
  /** One axis for all rows, so that they can be compared by eye. */
  readonly axis: RatioAxis;
  readonly whole: TotalView;
  readonly sections: readonly {
    readonly tag: string;
    readonly rows: readonly TotalView[];
    readonly more: number;
  }[];
}

const mostGroups = 50;
const mostNames = 20;
/** Groups of few cases have wide intervals; their ends are cut rather than all others squeezed. */
const domainChoice = { share: 0.9, farthest: 20 };

/** A colour only where a change is claimed and the whole interval is beyond the margin. */
function toneOf(cost: SuiteRatio | undefined, margin: number): TotalView['tone'] {
  const interval = cost?.interval ?? null;
  if (cost === undefined || interval === null || !claimsChange(costClaim(cost, margin))) return 'calm';
  return interval.low > 1 + margin ? 'bad' : interval.high < 1 / (1 + margin) ? 'good' : 'calm';
}

function timeOf(figures: SuiteFigures): SuiteRatio | undefined {
  return timeCost(figures);
}

function changesOf(figures: SuiteFigures, margin: number): readonly ChangeParts[] {
  const shown = [timeCost(figures), costOf(figures, 'cpu_time'), costOf(figures, 'read_bytes')];
  return [...shown, figures.geometricMean].map((one) =>
    one === undefined || one === null ? { change: absent, reach: '' } : changeParts(one, margin),
  );
}

/** The weighted time as a ratio to draw; without an interval it is a point. */
function drawnTime(figures: SuiteFigures): DrawnRatio | null {
  const time = timeOf(figures);
  if (time === undefined) return null;
  const { ratio, interval } = time;
  return drawable({ ratio, low: interval?.low ?? ratio, high: interval?.high ?? ratio, isExact: interval === null });
}

/** `WebStatsTableQuery` in four parts, `product_analytics` in two. */
function nameParts(name: string): readonly string[] {
  return name.split(/(?<=_)|(?<=[a-z0-9])(?=[A-Z])/);
}

function totalBar(drawn: DrawnRatio, axis: RatioAxis): TotalBar {
  const place = ratioInterval(drawn, axis);
  const x = Math.min(axis.oneX, place.x);
  return { ...place, fill: { x, width: rounded(Math.abs(axis.oneX - place.x)) } };
}

function timeNames(suite: Suite): Pick<SuiteView, 'timeName' | 'timeTitle'> {
  const name = timeName(suite);
  return { timeName: name, timeTitle: `${name.charAt(0).toUpperCase()}${name.slice(1)}` };
}

/** Arranges the totals for the page; null when there are none. */
export function suiteView(report: ComparisonReport): SuiteView | null {
  const { suite, method } = report;
  const { margin } = method;
  if (suite === null || suite.whole.geometricMean === null) return null;
  const drawn = [suite.whole, ...suite.groups].map(drawnTime).filter((one) => one !== null);
  const axis = ratioAxis(domainOf(drawn, margin, domainChoice), margin, narrowLayout);
  const view = (name: string, figures: SuiteFigures): TotalView => {
    const own = drawnTime(figures);
    const chart = own === null ? null : totalBar(own, axis);
    const row = suiteRow(name, figures, margin);
    return {
      row,
      nameParts: nameParts(name),
      changes: changesOf(figures, margin),
      chart,
      tone: toneOf(timeOf(figures), margin),
    };
  };
  return {
    sentence: suiteSentence(report),
    weights: weightHint(suite),
    ...timeNames(suite),
    leftOut: leftOutSentence(suite, mostNames),
    axis,
    whole: view('Whole workload', suite.whole),
    sections: suiteSections(suite, mostGroups).map(({ tag, groups, more }) => ({
      tag,
      rows: groups.map((one) => view(groupName(one), one)),
      more,
    })),
  };
}
