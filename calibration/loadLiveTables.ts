import type { LoadLine } from './loadLiveParts.ts';
import { partsOfTruth } from './loadLiveParts.ts';
import { markdownTable, percent } from './text.ts';

const near = 0.05;

/** What live runs came to, as the page on calibration shows it. */
export function loadLiveTables(lines: readonly LoadLine[]): string {
  return [capacities(lines), nearEdge(lines), waits(lines), ratios(lines)].filter((one) => one !== '').join('\n\n');
}

function of<P extends LoadLine['part']>(
  lines: readonly LoadLine[],
  part: P,
): readonly Extract<LoadLine, { part: P }>[] {
  return lines.filter((line): line is Extract<LoadLine, { part: P }> => line.part === part);
}

function capacities(lines: readonly LoadLine[]): string {
  const all = of(lines, 'capacity');
  if (all.length === 0) return '';
  const rows = (['constant', 'poisson'] as const).flatMap((arrival) =>
    [2, 4, 8].flatMap((slots) => {
      const own = all.filter((one) => one.arrival === arrival && one.slots === slots);
      if (own.length === 0) return [];
      const off = own.map(({ rate, truth }) => rate / truth - 1);
      const mean = (figure: (one: (typeof own)[number]) => number): number =>
        own.reduce((sum, one) => sum + figure(one), 0) / own.length;
      return [
        [
          ...[`${slots}, ${arrival}`, String(own.length)],
          ...[mean((one) => one.bySlots).toFixed(1), mean((one) => one.truth).toFixed(1)],
          ...[mean((one) => one.rate).toFixed(1), `${percent(Math.min(...off))} to ${percent(Math.max(...off))}`],
          `${off.filter((one) => Math.abs(one) <= near).length} of ${own.length}`,
          `${own.filter(({ low, high, truth }) => low <= truth && truth <= (high ?? truth)).length} of ${own.length}`,
          ...[`${own.filter(({ verdict }) => verdict === 'kept').length} of ${own.length}`],
          ...[mean((one) => one.probes).toFixed(1), mean((one) => one.minutes).toFixed(1)],
        ],
      ];
    }),
  );
  return markdownTable(
    [
      ...['slots, arrivals', 'runs', 'slots by the time of one user', 'truth', 'found', 'off by', 'within 5%'],
      ...['interval right', 'held', 'probes', 'minutes'],
    ],
    rows,
  );
}

function nearEdge(lines: readonly LoadLine[]): string {
  const all = of(lines, 'near');
  if (all.length === 0) return '';
  const rows = partsOfTruth.map((part) => {
    const own = all.filter(({ ofTruth }) => ofTruth === part);
    const count = (verdict: string): string => String(own.filter((one) => one.verdict === verdict).length);
    return [String(part), String(own.length), count('kept'), count('missed'), count('undecided'), count('invalid')];
  });
  return markdownTable(['rate, of the truth', 'loads', 'kept', 'missed', 'undecided', 'invalid'], rows);
}

function waits(lines: readonly LoadLine[]): string {
  const all = [...of(lines, 'wait')].sort((a, b) => a.load - b.load);
  if (all.length === 0) return '';
  const rows = all.map(({ load, requests, waitMs, formulaMs, sameArrivalsMs }) => [
    ...[String(load), String(requests), waitMs.toFixed(2), formulaMs.toFixed(2), percent(waitMs / formulaMs - 1)],
    ...[sameArrivalsMs.toFixed(2), percent(waitMs / sameArrivalsMs - 1)],
  ]);
  return markdownTable(
    ['load', 'requests', 'mean wait, ms', 'by the formula', 'off by', 'these arrivals simulated', 'off by'],
    rows,
  );
}

function ratios(lines: readonly LoadLine[]): string {
  const all = of(lines, 'ratio');
  if (all.length === 0) return '';
  const told = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(3));
  const rows = all.map(({ value, low, high, minutes, verdict }) => [
    ...[
      told(value),
      told(low),
      told(high),
      low !== undefined && high !== undefined && low <= 1 && high >= 1 ? 'yes' : 'no',
    ],
    ...[verdict, minutes.toFixed(1)],
  ]);
  return markdownTable(['ratio', 'low', 'high', 'holds 1', 'verdict', 'minutes'], rows);
}
