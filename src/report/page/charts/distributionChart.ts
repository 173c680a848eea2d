import { max, quantile, range } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { kernelDensityEstimation } from 'simple-statistics';
import type { PairPoint } from '../../../model/comparison.ts';
import type { Clock } from '../../../model/metric.ts';
import { formatRow, plural } from '../../../text/quantity.ts';
import { clockName } from '../../words/noiseText.ts';
import { type AxisEnds, axisEnds, beyondText } from './axisEnds.ts';
import { caseFrame } from './pairOrder.ts';
import { timedPairs } from './pairsChart.ts';
import { type Point, stairs, withoutFlats } from './paths.ts';
import { rounded, type Tick } from './ratioAxis.ts';

/** One arm as path data: how dense its times lie, and the share of them up to each time. */
interface ArmShape {
  /** Empty where there are too few values, or all are equal. */
  readonly density: string;
  readonly share: string;
}

/** How the server times of both arms are distributed, on one axis of time. */
export interface DistributionChart {
  readonly ticks: readonly Tick[];
  readonly hasDensity: boolean;
  readonly baseline: ArmShape;
  readonly candidate: ArmShape;
  /** The drawing in words. */
  readonly caption: string;
}

const { left, right } = caseFrame;
/** Heights of the two plots: density above, shares below. */
const densityTop = 6;
const densityBottom = 70;
const shareTop = 84;
const shareBottom = 152;
/** A curve through fewer values would show the kernel, not the arm. */
const fewestForDensity = 5;
const fewestValues = 3;
/** Places at which the density is taken, steps that are drawn of the shares. */
const densityPlaces = 40;
const mostSteps = 32;

/** Densities around the values of one arm, as far as the axis goes; none where they tell nothing, as without any spread. */
function densityOf(sorted: readonly number[], { low, high }: AxisEnds): readonly Point[] {
  const least = sorted[0] ?? low;
  const most = sorted.at(-1) ?? high;
  if (sorted.length < fewestForDensity || least === most) return [];
  const from = Math.max(low, least - (most - least));
  const to = Math.min(high, most + (most - least));
  const density = kernelDensityEstimation([...sorted]);
  const points = range(densityPlaces + 1).map((i): Point => {
    const time = from + (to - from) * (i / densityPlaces);
    return [time, density(time)];
  });
  return points.every(([, one]) => Number.isFinite(one)) && points.some(([, one]) => one > 0) ? points : [];
}

/** The empirical distribution as steps: each value, or even steps of it where they are many. */
function stepsOf(sorted: readonly number[]): readonly (readonly [time: number, share: number])[] {
  if (sorted.length <= mostSteps) return sorted.map((time, index) => [time, (index + 1) / sorted.length]);
  return range(1, mostSteps + 1).map((step) => [quantile(sorted, step / mostSteps) ?? 0, step / mostSteps]);
}

function captionOf(
  baseline: readonly number[],
  candidate: readonly number[],
  hasDensity: boolean,
  clock: Clock,
  notes: string,
): string {
  const quarters = [baseline, candidate].flatMap((values) => [0.25, 0.75].map((p) => quantile(values, p) ?? null));
  const [a, b, c, d] = formatRow(quarters, 'us');
  const below = hasDensity ? 'how dense they lie, and below it the' : 'the';
  return `${clockName(clock)} of ${plural(baseline.length, 'pair')}: ${below} share of executions up to a time. The middle half took ${a} to ${b} in the baseline, ${c} to ${d} in the candidate.${notes}`;
}

/** Lays out the distributions of both arms; null when there are too few pairs to speak of one. */
export function distributionChart(all: readonly PairPoint[], clock: Clock = 'server_time'): DistributionChart | null {
  const pairs = timedPairs(all);
  if (pairs.length < fewestValues) return null;
  const baseline = pairs.map((pair) => pair.baselineUs).toSorted((a, b) => a - b);
  const candidate = pairs.map((pair) => pair.candidateUs).toSorted((a, b) => a - b);
  const ends = axisEnds([...baseline, ...candidate]);
  const xOf = scaleLinear([ends.low, ends.high], [left, right]).clamp(true);
  const densities = { baseline: densityOf(baseline, ends), candidate: densityOf(candidate, ends) };
  const highest = max([...densities.baseline, ...densities.candidate], ([, density]) => density);
  const densityY = scaleLinear([0, highest ?? 1], [densityBottom, densityTop]);
  const shareY = scaleLinear([0, 1], [shareBottom, shareTop]);
  const curve = line<Point>()
    .x(([x]) => Math.round(x))
    .digits(1);
  const shape = (values: readonly number[], density: readonly Point[]): ArmShape => ({
    density: curve(withoutFlats(density.map(([time, one]): Point => [xOf(time), densityY(one)]))) ?? '',
    share: stairs([
      [left, shareBottom],
      ...stepsOf(values).map(([time, share]): Point => [xOf(time), shareY(share)]),
      [right, shareTop],
    ]),
  });
  const times = xOf.ticks(4);
  const labels = formatRow(times, 'us');
  return {
    ticks: times.map((time, index) => ({ at: rounded(xOf(time)), label: labels[index] ?? '' })),
    hasDensity: highest !== undefined,
    baseline: shape(baseline, densities.baseline),
    candidate: shape(candidate, densities.candidate),
    caption: captionOf(baseline, candidate, highest !== undefined, clock, beyondText(ends.beyond)),
  };
}
