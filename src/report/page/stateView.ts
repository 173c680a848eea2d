import type { ComparisonReport } from '../../model/comparison.ts';
import { type ServerRow, type StateRow, serverRows, stateRows } from '../words/stateWords.ts';
import { type StateStrip, stateStrip } from './charts/stateStrip.ts';

/** What the servers did while they were measured. */
export interface StateView {
  readonly servers: readonly ServerRow[];
  readonly tables: readonly (StateRow & { readonly strip: StateStrip | null })[];
  /** Tables beyond those that are listed; empty where there are none. */
  readonly more: string;
  readonly hasReplication: boolean;
  readonly hasMissing: boolean;
}

/** Tables of a server with the most parts; others are in the JSON report. */
const mostTables = 30;

/** Null where nobody looked. */
export function stateView({ state }: Pick<ComparisonReport, 'state'>): StateView | null {
  if (state === undefined) return null;
  const tables = state.servers.flatMap((server) => server.tables);
  const highest = new Map<string, number>();
  for (const { table, parts } of tables) highest.set(table, Math.max(highest.get(table) ?? 0, parts?.most ?? 0));
  const rows = stateRows(state).map((row, at) => {
    const table = tables[at];
    return { ...row, strip: table === undefined ? null : stateStrip(table, highest.get(row.table) ?? 0) };
  });
  // The arms of a table stand one under the other.
  const sorted = [...rows].sort((a, b) => (a.table === b.table ? 0 : a.table < b.table ? -1 : 1));
  const left = sorted.length - mostTables;
  return {
    servers: serverRows(state),
    tables: sorted.slice(0, mostTables),
    more: left > 0 ? `${left} more are in the JSON report.` : '',
    hasMissing: state.servers.some(({ missing }) => missing !== undefined),
    hasReplication: tables.some(({ delaySeconds }) => delaySeconds !== undefined),
  };
}
