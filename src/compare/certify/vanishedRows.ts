import type { ArmName, PerArm } from '../../model/arm.ts';
import type { Missing, RowsBeside } from '../../model/certificate.ts';
import type { Run } from '../../model/run.ts';
import type { StateReading } from '../../model/serverState.ts';
import { fewestRows, tableName } from '../environment/lessData.ts';
import { sameTable } from '../state/sameTable.ts';
import { tablesIn } from '../state/serverDrift.ts';
import { momentsOf, readingsOf } from '../state/tableTimeline.ts';

type Readings = PerArm<readonly StateReading[]>;

/**
 * Of these tables of the candidate, those of which rows went away while they were measured, by so much more than in the baseline that it can
 * make a verdict. Results were read before that.
 */
export function vanishedRows(run: Run, tables: readonly string[]): readonly Missing[] {
  const readings = { baseline: readingsOf(run, 'baseline'), candidate: readingsOf(run, 'candidate') };
  const others = tablesIn(readings.baseline);
  return tables.flatMap((table) => {
    const other = sameTable(table, others);
    const beside = [
      ...describedRows(run, { candidate: table, baseline: other }),
      ...rowsBeside(readings, table, other),
    ];
    const [first] = beside;
    const [fewest] = [...beside].sort((a, b) => shareOf(a) - shareOf(b));
    if (first === undefined || fewest === undefined || shareOf(fewest) >= shareOf(first) * fewestRows(run.plan))
      return [];
    return [{ kind: 'rowsVanished', table, from: first, to: fewest } as const];
  });
}

function shareOf({ candidate, baseline }: RowsBeside): number {
  return candidate / Math.max(1, baseline ?? 1);
}

/** At each reading of both arms. */
function rowsBeside(readings: Readings, table: string, other: string | undefined): readonly RowsBeside[] {
  const before = other === undefined ? undefined : rowsOf(readings.baseline, other);
  return [...rowsOf(readings.candidate, table)].flatMap(([moment, candidate]): readonly RowsBeside[] => {
    if (before === undefined) return [{ candidate, baseline: null }];
    const baseline = before.get(moment);
    return baseline === undefined ? [] : [{ candidate, baseline }];
  });
}

/** By what tells a moment apart: before the first batch of rounds there is a reading with its place, too. */
function rowsOf(readings: readonly StateReading[], table: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const counts = new Map<string, number>();
  for (const { session, round, work } of momentsOf(readings, table)) {
    const place = `${session} ${round}`;
    const nth = counts.get(place) ?? 0;
    counts.set(place, nth + 1);
    if (work.rows !== undefined) found.set(`${place} ${nth}`, work.rows);
  }
  return found;
}

/** Of a cluster, a reading counts the rows of every replica, and a description those of one: they cannot be held against each other. */
function describedRows({ arms }: Run, names: Readonly<Record<ArmName, string | undefined>>): readonly RowsBeside[] {
  const { baseline, candidate }: Partial<PerArm<number>> = Object.fromEntries(
    arms.flatMap(({ arm, environment: { dataset, serverHosts, replicas } }) => {
      if (serverHosts > 1 || replicas !== undefined) return [];
      const found = dataset.find((one) => tableName(one) === names[arm] && one.engine.endsWith('MergeTree'));
      return found === undefined ? [] : [[arm, found.rows] as const];
    }),
  );
  if (candidate === undefined) return [];
  if (names.baseline === undefined) return [{ candidate, baseline: null }];
  return baseline === undefined ? [] : [{ candidate, baseline }];
}
