/** Parts of a ranking statement that choose executions for each group. */
export interface PickSql {
  /** Further aggregates, each with a comma before it. */
  readonly gathered: string;
  /** Their names, each with a comma before it, to be left out of the result. */
  readonly materials: string;
  /** A map of ids with the keys of `GroupPicks`, empty where there is none. `costs` holds the median and the 95th percentile. */
  readonly chosen: string;
}

/** Executions kept of each group, from which the typical and the high one are taken. */
const sampleSize = 64;

/**
 * Chooses the executions nearest a group's median and 95th percentile of `value`, the dearest, and the dearest failed one.
 * The first two come from a sample by a hash of the id, so that one read of the log is enough and the choice is the same
 * every time; a group of up to 64 executions is its own sample. Needs columns `id`, `code` and `cut` of the subquery `row`.
 */
export function executionPicks(wanted: boolean, value: string): PickSql {
  if (!wanted) return { gathered: '', materials: '', chosen: "CAST(map(), 'Map(String, String)')" };
  const sound = 'row.code = 0 AND NOT row.cut';
  // A tuple to break ties would be compared as slowly as text; ties are near zero, where a small part of a hash decides.
  const tied = `${value} + cityHash64(row.id) % 1000000 * 1e-9`;
  const near = (percentile: number): string =>
    `arraySort(one -> (abs(one.2 - costs[${percentile}]), one.1), sample)[1].3`;
  return {
    gathered: `,
          groupArraySortedIf(${sampleSize})((cityHash64(row.id), ${value}, row.id), ${sound}) AS sample,
          argMaxIf(row.id, ${tied}, ${sound}) AS dearest, argMaxIf(row.id, ${tied}, row.code != 0 AND NOT row.cut) AS dearest_failed`,
    materials: ', sample, dearest, dearest_failed',
    chosen: `map('typical', ${near(1)}, 'high', ${near(2)}, 'highest', dearest, 'failed', dearest_failed)`,
  };
}
