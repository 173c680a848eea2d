import { formatMove, plural } from '../../text/quantity.ts';
import { compareColumns, comparePrewhere } from './planColumns.ts';
import { type WeighedDifference, weightOf } from './planDifference.ts';
import type { TableRead } from './planFacts.ts';
import { compareIndexes, granulesMoved } from './planIndexes.ts';

interface ReadPair {
  readonly baseline: TableRead;
  readonly candidate: TableRead;
}

/** What differs in where the rows come from. */
export function compareReads(
  baseline: readonly TableRead[],
  candidate: readonly TableRead[],
): readonly WeighedDifference[] {
  const tables = [...new Set([...baseline, ...candidate].map((one) => one.table))];
  const byTable = tables.map((table) => {
    const of = (reads: readonly TableRead[]): readonly TableRead[] => reads.filter((one) => one.table === table);
    return { before: of(baseline), after: of(candidate) };
  });
  const gone = byTable.flatMap(({ before, after }) => (after.length === 0 ? before.slice(0, 1) : []));
  const fresh = byTable.flatMap(({ before, after }) => (before.length === 0 ? after.slice(0, 1) : []));
  return [
    ...replaced(gone, fresh),
    ...byTable.flatMap(({ before, after }) =>
      before.length === after.length
        ? pairUp(before, after).flatMap(compareRead)
        : before.length > 0 && after.length > 0
          ? [recounted(before, after)]
          : [],
    ),
  ];
}

/** Reads that are equal belong together; the others follow in the order of the plan. */
function pairUp(before: readonly TableRead[], after: readonly TableRead[]): readonly ReadPair[] {
  const left = [...after];
  const changed = before.filter((one) => {
    const same = left.findIndex((other) => JSON.stringify(other) === JSON.stringify(one));
    if (same !== -1) left.splice(same, 1);
    return same === -1;
  });
  return changed.flatMap((baseline, place) => {
    const candidate = left[place];
    return candidate === undefined ? [] : { baseline, candidate };
  });
}

function replaced(gone: readonly TableRead[], fresh: readonly TableRead[]): readonly WeighedDifference[] {
  const difference = (text: string, before?: TableRead, after?: TableRead): WeighedDifference => ({
    kind: 'table',
    text,
    detail: granulesMoved(before, after),
    weight: weightOf(before?.granules ?? 0, after?.granules ?? 0),
  });
  const [before, after] = [gone[0], fresh[0]];
  if (before !== undefined && after !== undefined && gone.length === 1 && fresh.length === 1) {
    if (before.kind === 'projection' && after.kind !== 'projection')
      return [difference(`projection ${before.table} no longer used, reads ${after.table}`, before, after)];
    if (after.kind === 'projection' && before.kind !== 'projection')
      return [difference(`projection ${after.table} used instead of reading ${before.table}`, before, after)];
    return [difference(`reads ${after.table} instead of ${before.table}`, before, after)];
  }
  return [
    ...fresh.map((one) => difference(`also reads ${named(one)}`, undefined, one)),
    ...gone.map((one) => difference(`no longer reads ${named(one)}`, one)),
  ];
}

function named({ kind, table }: TableRead): string {
  return kind === 'projection' ? `projection ${table}` : table;
}

function recounted(before: readonly TableRead[], after: readonly TableRead[]): WeighedDifference {
  const total = (reads: readonly TableRead[]): number => reads.reduce((sum, one) => sum + (one.granules ?? 0), 0);
  const [from, to] = [total(before), total(after)];
  return {
    kind: 'table',
    text: `reads ${before[0] === undefined ? '' : named(before[0])} ${plural(after.length, 'time')} instead of ${before.length}`,
    detail: from === to ? '' : `granules ${formatMove(from, to, 'count', true)} in all`,
    weight: weightOf(from, to),
  };
}

function compareRead({ baseline, candidate }: ReadPair): readonly WeighedDifference[] {
  const { table } = candidate;
  return [
    ...compareIndexes(baseline, candidate),
    ...compareReading(baseline, candidate),
    ...compareColumns(baseline.columns, candidate.columns, table),
    ...comparePrewhere(baseline.prewhere, candidate.prewhere, table),
  ];
}

function compareReading(baseline: TableRead, candidate: TableRead): readonly WeighedDifference[] {
  const { table } = candidate;
  const reading = (kind: 'final' | 'order', text: string): readonly WeighedDifference[] => [
    { kind, text, detail: '', weight: null },
  ];
  const [before, after] = [inOrder(baseline), inOrder(candidate)];
  return [
    ...(baseline.final === candidate.final
      ? []
      : reading('final', candidate.final ? `reads ${table} with FINAL` : `no longer reads ${table} with FINAL`)),
    ...(before === after
      ? []
      : reading(
          'order',
          after ? `reads ${table} in the order of its key` : `no longer reads ${table} in the order of its key`,
        )),
  ];
}

function inOrder({ readType }: TableRead): boolean {
  return readType === 'InOrder' || readType === 'InReverseOrder';
}
