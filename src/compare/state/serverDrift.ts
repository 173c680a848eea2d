import type { ArmName } from '../../model/arm.ts';
import type { Drift } from '../../model/debt.ts';
import type { StateLimits } from '../../model/design.ts';
import type { Run } from '../../model/run.ts';
import type { StateReading } from '../../model/serverState.ts';
import { besideWork } from './besideWork.ts';
import { runsOnOneServer } from './oneServer.ts';
import { momentsOf, seenIn, shareOf, type TableMoment } from './tableTimeline.ts';

/** The readings of one server, which runs these arms. */
export interface ServerReadings {
  readonly arms: readonly ArmName[];
  readonly readings: readonly StateReading[];
}

/** Servers by the arms that run on them, in the order of the arms. */
export function serversOf({ states = [] }: Pick<Run, 'states'>): readonly ServerReadings[] {
  const found = new Map<string, StateReading[]>();
  for (const one of [...states].sort((a, b) => a.at - b.at)) {
    const key = one.arms.join(' ');
    const known = found.get(key);
    if (known === undefined) found.set(key, [one]);
    else known.push(one);
  }
  return [...found.values()]
    .map((readings) => ({ arms: readings[0]?.arms ?? [], readings }))
    .sort((a, b) => (a.arms.join(' ') < b.arms.join(' ') ? -1 : 1));
}

/** The tables that readings tell of, by name. */
export function tablesIn(readings: readonly StateReading[]): readonly string[] {
  return [...new Set(readings.flatMap(({ state }) => state.tables.map(({ table }) => table)))].sort();
}

/** What changed in the servers while they were measured, or came and went, beyond the limits. */
export function driftOf(run: Run): readonly Drift[] {
  const { drift } = run.plan.design.state;
  const areApart = run.arms.length > 1 && !runsOnOneServer(run);
  return serversOf(run).flatMap((server) => [
    ...tablesIn(server.readings).flatMap((table) =>
      driftOfTable({ arms: server.arms }, table, momentsOf(server.readings, table), drift),
    ),
    ...driftOfServer(server, drift, areApart),
  ]);
}

function driftOfTable(
  about: Pick<Drift, 'arms'>,
  table: string,
  moments: readonly TableMoment[],
  limits: StateLimits['drift'],
): readonly Drift[] {
  const seen = seenIn(moments, ({ isBusy }) => isBusy);
  const rangeOf = (read: (one: TableMoment) => number | undefined): { least: number; most: number } | null => {
    const known = moments.flatMap((one) => read(one) ?? []);
    return known.length === 0 ? null : { least: Math.min(...known), most: Math.max(...known) };
  };
  const [parts, rows] = [rangeOf(({ work }) => work.parts), rangeOf(({ work }) => work.rows)];
  const delay = rangeOf(({ work }) => work.replication?.delaySeconds);
  const isApart = ({ least, most }: { least: number; most: number }): boolean => most - least > limits.change * most;
  return [
    ...(shareOf(seen) > limits.seenShare ? [{ ...about, kind: 'work', table, seen } as const] : []),
    ...(parts !== null && isApart(parts) && parts.most - parts.least >= limits.parts
      ? [{ ...about, kind: 'parts', table, ...parts } as const]
      : []),
    ...(rows !== null && isApart(rows) ? [{ ...about, kind: 'rows', table, ...rows } as const] : []),
    ...(delay !== null && delay.most - delay.least > limits.delaySeconds
      ? [{ ...about, kind: 'delay', table, ...delay } as const]
      : []),
  ];
}

/**
 * Work on tables that no case reads is told of where it comes and goes. What runs all the time disturbs all pairs alike, unless it disturbs the
 * half of a pair alone that runs there.
 */
function driftOfServer(
  { arms, readings }: ServerReadings,
  limits: StateLimits['drift'],
  isOfOneArm: boolean,
): readonly Drift[] {
  const { work, foreign, mostForeign } = besideWork(readings);
  const share = shareOf(work);
  const isTold = share > limits.seenShare && (isOfOneArm || share < 1 - limits.seenShare);
  return [
    ...(isTold ? [{ arms, kind: 'work', table: null, seen: work } as const] : []),
    ...(shareOf(foreign) > limits.seenShare
      ? [{ arms, kind: 'foreign', seen: foreign, most: mostForeign } as const]
      : []),
  ];
}
