import type { Exchanged, ReadFrom } from '../../model/planChange.ts';
import { unweighed, type WeighedDifference, weightOf, without } from './planDifference.ts';
import type { TableRead } from './planFacts.ts';
import { compareIndexes, granulesOf } from './planIndexes.ts';

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
    ...byTable.flatMap(({ before, after }) => {
      if (before.length === after.length) return pairUp(before, after).flatMap(compareRead);
      const [first] = before;
      return first === undefined || after.length === 0 ? [] : [recounted(readFrom(first), { before, after })];
    }),
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
  const [before, after] = [gone[0], fresh[0]];
  if (before !== undefined && after !== undefined && gone.length === 1 && fresh.length === 1)
    return [otherRead(before, after)];
  return [...fresh.map((one) => otherRead(null, one)), ...gone.map((one) => otherRead(one, null))];
}

function otherRead(before: TableRead | null, after: TableRead | null): WeighedDifference {
  const from = { baseline: before && readFrom(before), candidate: after && readFrom(after) };
  return {
    change: { kind: 'table', what: 'read', from },
    amounts: granulesOf(before, after),
    weight: weightOf(before?.granules ?? 0, after?.granules ?? 0),
  };
}

function readFrom({ kind, table }: TableRead): ReadFrom {
  return { kind, table };
}

function recounted(
  from: ReadFrom,
  { before, after }: { readonly before: readonly TableRead[]; readonly after: readonly TableRead[] },
): WeighedDifference {
  const total = (reads: readonly TableRead[]): number => reads.reduce((sum, one) => sum + (one.granules ?? 0), 0);
  const granules = { baseline: total(before), candidate: total(after) };
  const times = { baseline: before.length, candidate: after.length };
  return {
    change: { kind: 'table', what: 'times', from, times },
    amounts: { kind: 'all', granules },
    weight: weightOf(granules.baseline, granules.candidate),
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
  const [before, after] = [inOrder(baseline), inOrder(candidate)];
  return [
    ...(baseline.final === candidate.final ? [] : [unweighed({ kind: 'final', table, isNow: candidate.final })]),
    ...(before === after ? [] : [unweighed({ kind: 'order', table, isNow: after })]),
  ];
}

function inOrder({ readType }: TableRead): boolean {
  return readType === 'InOrder' || readType === 'InReverseOrder';
}

/** What differs in the columns that are read from disk. */
function compareColumns(
  before: readonly string[] | null,
  after: readonly string[] | null,
  table: string,
): readonly WeighedDifference[] {
  const change = columnChange(before, after);
  return change === null ? [] : [unweighed({ kind: 'columns', table, ...change })];
}

/** What differs in the columns that rows are filtered by before the others are read. */
function comparePrewhere(
  before: readonly string[] | null,
  after: readonly string[] | null,
  table: string,
): readonly WeighedDifference[] {
  if (before !== null && after === null) return [unweighed({ kind: 'prewhere', what: 'dropped', table })];
  const change = columnChange(before === null && after !== null ? [] : before, after);
  return change === null ? [] : [unweighed({ kind: 'prewhere', what: 'changed', table, ...change })];
}

function columnChange(before: readonly string[] | null, after: readonly string[] | null): Exchanged | null {
  if (before === null || after === null) return null;
  const [lost, gained] = [without(before, after), without(after, before)];
  return lost.length + gained.length === 0 ? null : { lost, gained };
}
