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
}

/** Readings that do not tell are no readings. */
export function besideWork(readings: readonly StateReading[]): BesideWork {
  const told = readings.filter(({ state }) => state.merges !== undefined);
  const foreign = readings.flatMap(({ state }) => state.foreignQueries ?? []);
  return {
    work: seenIn(told, ({ state }) => {
      const own = state.tables.reduce((sum, { merges = 0, mutations = 0 }) => sum + merges + mutations, 0);
      return (state.merges ?? 0) + (state.mutations ?? 0) > own;
    }),
    foreign: seenIn(foreign, (queries) => queries > 0),
    mostForeign: Math.max(0, ...foreign),
  };
}
