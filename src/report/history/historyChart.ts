import type { HistoryReport, HistorySeries } from '../../model/history.ts';
import { formatRow, formatValue, plural } from '../../text/quantity.ts';
import { axisEnds, beyondText } from '../page/charts/axisEnds.ts';

/** A series run by run, laid out: a drawing of `width` by `height`. */
export interface HistoryChart {
  readonly width: number;
  readonly height: number;
  readonly ticks: readonly { readonly y: number; readonly label: string }[];
  readonly points: readonly { readonly x: number; readonly y: number; readonly title: string }[];
  /** The mean of each level, from its first run to its last. */
  readonly levels: readonly { readonly from: number; readonly to: number; readonly y: number }[];
  /** Where changes may lie. */
  readonly changes: readonly { readonly x: number; readonly width: number; readonly tone: string }[];
  readonly events: readonly number[];
  readonly caption: string;
}

const width = 760;
const height = 150;
const [left, right, top, bottom] = [64, 750, 10, 136];

/** Lays out one series; null without a value. */
export function historyChart({ caseId, points }: HistorySeries, report: HistoryReport): HistoryChart | null {
  if (points.length === 0) return null;
  const unit = report.unit ?? 'count';
  const changes = report.changes.filter((one) => one.caseId === caseId);
  const ends = axisEnds(points.map(({ value }) => value));
  const step = (right - left) / Math.max(1, report.runs.length - 1);
  const xOf = (run: number): number => rounded(left + run * step);
  const yOf = (value: number): number => {
    const part = (Math.min(ends.high, Math.max(ends.low, value)) - ends.low) / (ends.high - ends.low);
    return rounded(bottom - part * (bottom - top));
  };
  const values = [ends.low, (ends.low + ends.high) / 2, ends.high];
  const labels = formatRow(values, unit);
  return {
    width,
    height,
    ticks: values.map((value, at) => ({ y: yOf(value), label: labels[at] ?? '' })),
    points: points.map(({ run, value }) => ({
      x: xOf(run),
      y: yOf(value),
      title: `run ${report.runs[run]?.runId ?? ''}: ${formatValue(value, unit)}`,
    })),
    levels: levelsOf(
      points,
      changes.map(({ first }) => first),
      report,
    ).map(({ from, to, mean }) => ({
      // Of few runs, half a step would be among the labels or outside the drawing.
      from: Math.max(left, rounded(xOf(from) - step / 2)),
      to: Math.min(right, rounded(xOf(to) + step / 2)),
      y: yOf(mean),
    })),
    changes: changes.map(({ lastBefore, latest, direction, state }) => ({
      x: xOf(lastBefore),
      width: rounded(Math.max(2, xOf(latest) - xOf(lastBefore))),
      tone: state === 'tentative' ? 'unsure' : direction === 'worse' ? 'bad' : 'good',
    })),
    events: [...new Set(report.events.map(({ run }) => rounded(xOf(run) - step / 2)))],
    caption: `${plural(points.length, 'run')}, the newest on the right; lines are levels, shaded is where a change may lie.${beyondText(ends.beyond)}`,
  };
}

interface Level {
  readonly from: number;
  readonly to: number;
  readonly mean: number;
}

/** Means of the runs of one stretch between two changes; stretches that take turns overlap. */
function levelsOf(
  points: HistorySeries['points'],
  changes: readonly number[],
  { runs }: HistoryReport,
): readonly Level[] {
  const levels = new Map<string, { from: number; to: number; sum: number; n: number }>();
  for (const { run, value } of points) {
    const stretch = runs[run]?.stretch ?? 0;
    const before = changes.filter((first) => first <= run && runs[first]?.stretch === stretch).length;
    const key = `${stretch} ${before}`;
    const level = levels.get(key) ?? { from: run, to: run, sum: 0, n: 0 };
    levels.set(key, { from: level.from, to: run, sum: level.sum + value, n: level.n + 1 });
  }
  return [...levels.values()].map(({ from, to, sum, n }) => ({ from, to, mean: sum / n }));
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
