import { randomBytes } from 'node:crypto';
import { tablePairs } from '../compare/environment/tablePairs.ts';
import type { RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { InsertReading } from '../model/insertReading.ts';
import type { TableShape } from '../model/tableShape.ts';
import { scratchDatabase } from '../model/writing.ts';
import type { RunHeader } from '../schema/run/record.ts';
import { type InsertsToMeasure, measuredInserts, type TableOfArms } from './measuredInserts.ts';
import type { ArmSpec } from './services.ts';

/**
 * Refuses to write into scratch tables where a target is not ours and its owner has not said that it may.
 * @throws UserError usage
 */
export function checkInsertsAllowed(arms: readonly ArmSpec<RunArm>[]): void {
  const refused = arms.find(({ target }) => target.kind === 'remote' && !target.allowSetup);
  if (refused === undefined) return;
  throw new UserError(
    'usage',
    `--insert-cost writes into tables that are made for it, and target ${refused.target.name} does not allow that`,
    'Measure it on the embedded server, or write allow_setup: true for this target in hogbench.config.yaml; or leave --insert-cost out.',
  );
}

/** Measures what it costs to insert the same rows into each table that is not made alike in all arms. */
export async function measureInserts(input: InsertsToMeasure): Promise<void> {
  for (const tables of tablesOfArms(input.header.schemas ?? [])) {
    if (input.signal.aborted) return;
    const [name] = [...tables.values()].map(({ table }) => table);
    input.say(`measuring inserts into ${name} …`);
    for (const reading of await readingsOf(tables, input)) input.record(reading);
  }
}

async function readingsOf(tables: TableOfArms, input: InsertsToMeasure): Promise<readonly InsertReading<RunArm>[]> {
  const databases = new Map(
    [...tables.keys()].map((arm) => [arm, scratchDatabase(input.header.id, randomBytes(6).toString('hex'))] as const),
  );
  try {
    return await measuredInserts(tables, databases, input);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [...tables].map(([arm, { database, table }]) => ({
      ...{ kind: 'unmeasured', arm, table: `${database}.${table}`, why: why.slice(0, longestWhy).replace(/\.$/, '') },
    }));
  }
}

const longestWhy = 300;

/** Each table of the baseline that another arm makes otherwise, as all arms that have it make it. */
function tablesOfArms(schemas: NonNullable<RunHeader['schemas']>): readonly TableOfArms[] {
  const baseline = schemas.find(({ arm }) => arm === 'baseline')?.tables ?? [];
  const found = new Map<TableShape, Map<RunArm, TableShape>>();
  for (const { arm, tables } of schemas)
    for (const [one, its] of tablePairs(baseline, tables ?? [])) {
      if (one === null || its === null) continue;
      found.set(one, (found.get(one) ?? new Map<RunArm, TableShape>()).set(arm, its));
    }
  return [...found.values()].filter((arms) => new Set([...arms.values()].map((one) => one.definition)).size > 1);
}
