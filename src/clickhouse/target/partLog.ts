import { z } from 'zod';
import { stringList } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import { countField, nameField } from '../http/rowShape.ts';

/** What the mutations of one database did. */
export interface PartLogWork {
  readonly events: Readonly<Record<string, number>>;
  /** The largest of their peaks. */
  readonly memoryBytes: number;
}

const workRow = z.object({
  database: nameField,
  memoryBytes: countField,
  events: z.record(nameField, countField),
});

/**
 * The work of mutations, by database. They run in the background, and the server counts nothing of it as work of the
 * statement that asked for them. Empty where there is no such log, or where this user may not read it.
 */
export async function mutationWork(
  control: Control,
  databases: readonly string[],
): Promise<ReadonlyMap<string, PartLogWork>> {
  if (databases.length === 0) return new Map();
  try {
    const rows = await control.rows(
      `SELECT database, toString(max(peak_memory_usage)) AS memoryBytes, sumMap(ProfileEvents) AS events
       FROM system.part_log
       WHERE event_date >= today() - 1 AND event_type = 'MutatePart' AND error = 0
         AND database IN ${stringList(databases)}
       GROUP BY database`,
      workRow,
    );
    return new Map(
      rows.map(({ database, memoryBytes, events }) => [
        database,
        {
          memoryBytes,
          events,
        },
      ]),
    );
  } catch (error) {
    if (isServerError(error)) return new Map();
    throw error;
  }
}
