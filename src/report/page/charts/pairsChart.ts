import { extent, median } from 'd3-array';
import { type ScaleLinear, scaleLinear } from 'd3-scale';
import type { PairPoint } from '../../../model/comparison.ts';
import type { Clock } from '../../../model/metric.ts';
import { formatCount, formatRow, plural } from '../../../text/quantity.ts';
import { clockName } from '../../words/noiseText.ts';
import { axisEnds, beyondText } from './axisEnds.ts';
import {
  type Bin,
  binned,
  binText,
  orderScale,
  type SessionMarks,
  type Stretch,
  sessionCount,
  sessionMarks,
  sessionStretches,
} from './pairOrder.ts';
import { dots, edgeMarks, levelLines, uprights } from './paths.ts';
import { rounded, type Tick } from './ratioAxis.ts';

/** One arm's samples as path data. */
interface ArmPaths {
  readonly dots: string;
  /** The range of each mark that stands for several. */
  readonly ranges: string;
  /** The median of each session. */
  readonly medians: string;
}

/** Both arms of every pair in time order. */
export interface PairsChart {
  readonly levels: readonly Tick[];
  readonly sessions: SessionMarks;
  /** From the baseline to the candidate of each pair. */
  readonly links: string;
  readonly baseline: ArmPaths;
  readonly candidate: ArmPaths;
  readonly edges: string;
  /** The drawing in words. */
  readonly caption: string;
}

const top = 20;
const bottom = 138;

type Arm = 'baselineUs' | 'candidateUs';

/** Pairs whose times can be drawn. */
export function timedPairs(pairs: readonly PairPoint[]): readonly PairPoint[] {
  return pairs.filter(({ baselineUs, candidateUs }) =>
    [baselineUs, candidateUs].every((us) => us >= 0 && us < Infinity),
  );
}

function armPaths(
  arm: Arm,
  bins: readonly Bin<PairPoint>[],
  stretches: readonly Stretch[],
  xOf: ScaleLinear<number, number>,
  yOf: ScaleLinear<number, number>,
): ArmPaths {
  const shift = arm === 'baselineUs' ? -1.5 : 1.5;
  const middleOf = (items: readonly PairPoint[]): number => yOf(median(items, (pair) => pair[arm]) ?? 0);
  const pairs = bins.flatMap(({ items }) => items);
  return {
    dots: dots(bins.map(({ middle, items }) => [xOf(middle), middleOf(items)])),
    ranges: uprights(
      bins.map(({ middle, items }) => {
        const [from = 0, to = 0] = extent(items, (pair) => yOf(pair[arm]));
        return { x: xOf(middle) + shift, from, to };
      }),
    ),
    medians: levelLines(
      stretches.map(({ from, to }) => ({
        y: middleOf(pairs.slice(from, to)),
        from: xOf(from - 0.5),
        to: xOf(to - 0.5),
      })),
    ),
  };
}

function captionOf(pairs: readonly PairPoint[], values: readonly number[], clock: Clock, notes: string): string {
  const slower = pairs.filter((pair) => pair.candidateUs > pair.baselineUs).length;
  const [low, high] = formatRow(
    extent(values).map((us) => us ?? null),
    'us',
  );
  const where = `${plural(pairs.length, 'pair')} in ${plural(sessionCount(pairs), 'session')}`;
  return `${clockName(clock)} of ${where}, in the order they ran, from ${low} to ${high}. The candidate was slower in ${formatCount(slower)} of ${formatCount(pairs.length)}.${notes}`;
}

const mostNamed = 10;

/** ` A stall touched pairs 3 and 4 of these.`, or nothing. */
function stalledText(pairs: readonly PairPoint[]): string {
  const places = pairs.flatMap((pair, index) => (pair.stalled === undefined ? [] : [index + 1]));
  if (places.length === 0) return '';
  const shown = places.slice(0, mostNamed).join(', ');
  const more = places.length > mostNamed ? ` and ${places.length - mostNamed} more` : '';
  return ` A stall touched ${places.length === 1 ? 'pair' : 'pairs'} ${shown}${more} of these.`;
}

/** Lays out the pairs of a case; null when none has times. */
export function pairsChart(all: readonly PairPoint[], clock: Clock = 'server_time'): PairsChart | null {
  const pairs = timedPairs(all);
  if (pairs.length === 0) return null;
  const values = pairs.flatMap((pair) => [pair.baselineUs, pair.candidateUs]);
  const ends = axisEnds(values);
  const xOf = orderScale(pairs.length);
  const yOf = scaleLinear([ends.low, ends.high], [bottom, top]).clamp(true);
  const bins = binned(pairs);
  const stretches = sessionStretches(pairs);
  const levels = yOf.ticks(4);
  const labels = formatRow(levels, 'us');
  const beyond = bins.flatMap(({ middle, items }) =>
    items
      .flatMap((pair) => [pair.baselineUs, pair.candidateUs])
      .filter((us) => us < ends.low || us > ends.high)
      .map((us) => ({ x: xOf(middle), y: us > ends.high ? top - 6 : bottom + 6, isUp: us > ends.high })),
  );
  return {
    levels: levels.map((level, index) => ({ at: rounded(yOf(level)), label: labels[index] ?? '' })),
    sessions: sessionMarks(stretches, xOf),
    links:
      bins.length < pairs.length
        ? ''
        : uprights(pairs.map((pair, i) => ({ x: xOf(i), from: yOf(pair.baselineUs), to: yOf(pair.candidateUs) }))),
    baseline: armPaths('baselineUs', bins, stretches, xOf, yOf),
    candidate: armPaths('candidateUs', bins, stretches, xOf, yOf),
    edges: edgeMarks(beyond),
    caption: captionOf(pairs, values, clock, `${binText(bins)}${beyondText(ends.beyond)}${stalledText(pairs)}`),
  };
}
