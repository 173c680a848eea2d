import type { Seen } from '../../model/debt.ts';
import type { StateReading } from '../../model/serverState.ts';
import { seenIn } from './tableTimeline.ts';

/** What a server does beside the queries of a run and the tables that they read: it takes cores and disks of the arm that runs there. */
export interface BesideWork {
  /** Readings at which merges or mutations ran on other tables. */
  readonly work: Seen;
  /** Readings at which queries of others ran. */
  readonly foreign: Seen;
  /** Of those, at once. */
  readonly mostForeign: number;
  /** At once, on average of all readings. */
  readonly mean: { readonly work: number; readonly foreign: number };
}

/** Readings that do not tell are no readings. */
export function besideWork(readings: readonly StateReading[]): BesideWork {
  const told = readings.filter(({ state }) => state.merges !== undefined);
  const foreign = readings.flatMap(({ state }) => state.foreignQueries ?? []);
  const work = told.map(({ state }) => {
    const own = state.tables.reduce((sum, { merges = 0, mutations = 0 }) => sum + merges + mutations, 0);
    return Math.max(0, (state.merges ?? 0) + (state.mutations ?? 0) - own);
  });
  return {
    work: seenIn(work, (running) => running > 0),
    foreign: seenIn(foreign, (queries) => queries > 0),
    mostForeign: Math.max(0, ...foreign),
    mean: { work: meanOf(work), foreign: meanOf(foreign) },
  };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, one) => sum + one, 0) / values.length;
}
