import type { ServerOverTime, StateRange, StateReport, TableOverTime } from '../../model/stateReport.ts';
import { formatCount, formatSeconds } from '../../text/quantity.ts';

/** A table of a server, a cell each. */
export interface StateRow {
  /** `baseline and candidate` where both run there. */
  readonly arm: string;
  readonly table: string;
  readonly parts: string;
  readonly fullest: string;
  readonly work: string;
  readonly replication: string;
}

/** A server, a cell each. */
export interface ServerRow {
  readonly arm: string;
  readonly readings: string;
  readonly work: string;
  readonly others: string;
  readonly missing: string;
}

export function stateRows({ servers }: StateReport): readonly StateRow[] {
  return servers.flatMap(({ arms, tables }) => tables.map((one) => ({ arm: arms.join(' and '), ...tableCells(one) })));
}

export function serverRows({ servers }: StateReport): readonly ServerRow[] {
  return servers.map((one) => ({
    arm: one.arms.join(' and '),
    readings: formatCount(one.readings),
    work: workCell(one),
    others: rangeCell(one.foreignQueries),
    missing: (one.missing ?? []).map(({ source }) => `system.${source}`).join(', '),
  }));
}

function tableCells(one: TableOverTime): Omit<StateRow, 'arm'> {
  const { readings, of } = one.busy;
  const isKnown = one.merges !== undefined || one.mutations !== undefined || one.parts !== undefined;
  return {
    table: one.table,
    parts: rangeCell(one.parts),
    fullest: rangeCell(one.mostParts),
    work: isKnown ? `${formatCount(readings)} of ${formatCount(of)}` : unknown,
    replication: one.delaySeconds === undefined ? 'none' : delayCell(one.delaySeconds),
  };
}

const unknown = 'not told';

/** `4`, or `200 → 4`; with what it was in between where that lies outside. */
function rangeCell(range: StateRange | undefined): string {
  if (range === undefined) return unknown;
  const { first, last, least, most } = range;
  const ends = first === last ? formatCount(first) : `${formatCount(first)} → ${formatCount(last)}`;
  const isBetween = least >= Math.min(first, last) && most <= Math.max(first, last);
  return isBetween ? ends : `${ends} (${formatCount(least)} to ${formatCount(most)})`;
}

function delayCell({ most }: StateRange): string {
  return most === 0 ? 'up to date' : `up to ${formatSeconds(1000 * most)} behind`;
}

function workCell({ merges, mutations }: ServerOverTime): string {
  if (merges === undefined && mutations === undefined) return unknown;
  const most = (merges?.most ?? 0) + (mutations?.most ?? 0);
  return most === 0 ? 'none' : `up to ${formatCount(most)} at once`;
}
