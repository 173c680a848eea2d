import { tablePairs } from '../compare/environment/tablePairs.ts';
import type { ArmDescription, RunArm } from '../model/arm.ts';
import { mostTablesRead, type SchemaReading, type ShapesOfArm, type TableShape } from '../model/tableShape.ts';
import { armKey } from './oneDataset.ts';
import type { PlannedWork } from './runPlans.ts';
import type { Bench } from './services.ts';

/** How the tables of the arms are made. Nothing where the arms share their tables, and where all are made alike. */
export async function readSchemas(
  described: readonly ArmDescription<RunArm>[],
  { arms }: Pick<PlannedWork<RunArm>, 'arms'>,
  { targets }: Pick<Bench, 'targets'>,
): Promise<{ readonly schemas?: SchemaReading<RunArm> }> {
  if (new Set(arms.map(armKey)).size < 2) return {};
  const read = described.map(({ arm, environment }) => ({
    arm,
    names: new Set(environment.dataset.map(({ database, table }) => `${database}.${table}`)),
  }));
  const shapes: (readonly TableShape[] | undefined)[] = [];
  for (const { arm, names } of read) shapes.push(await targets[arm]?.tableShapes?.([...names]));
  const known = shapes.flatMap((one) => (one === undefined ? [] : [one]));
  // What only one server has is of its owner there, unless a statement reads it.
  const isOurs = arms.every(({ target }) => target.kind === 'embedded');
  const differing = tablesThatDiffer(known, isOurs);
  const isUnknown = known.length < shapes.length && known.length > 0;
  if (differing.size === 0 && !isUnknown) return {};
  return {
    schemas: read.map(({ arm, names }, at): ShapesOfArm<RunArm> => {
      const own = shapes[at];
      if (own === undefined) return { arm };
      const of = (one: TableShape): boolean => differing.has(one) || names.has(`${one.database}.${one.table}`);
      const first = own.filter((one) => differing.has(one));
      const kept = [...first, ...own.filter((one) => of(one) && !differing.has(one))].slice(0, mostTablesRead);
      return { arm, tables: kept };
    }),
  };
}

/** Those that are not made alike in each of the arms. */
function tablesThatDiffer(arms: readonly (readonly TableShape[])[], withLone: boolean): ReadonlySet<TableShape> {
  const found = new Set<TableShape>();
  for (const [at, own] of arms.entries())
    for (const other of arms.slice(at + 1))
      for (const [one, its] of tablePairs(own, other)) {
        const isLone = one === null || its === null;
        if (isLone ? !withLone : one.definition === its.definition) continue;
        for (const each of [one, its]) if (each !== null) found.add(each);
      }
  return found;
}
