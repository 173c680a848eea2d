import type { ArmName, PerArm } from '../../model/arm.ts';
import type { InsertReading } from '../../model/insertReading.ts';
import type { Run } from '../../model/run.ts';
import type { AdditionChange, ColumnChange, SchemaChange, TableChange, TableSize } from '../../model/schemaChange.ts';
import { type ColumnShape, mostColumnsRead, type TableShape } from '../../model/tableShape.ts';
import { insertCost } from './insertCost.ts';
import { tablePairs } from './tablePairs.ts';

/** Lines of a definition that are told of an arm, and columns of a table. */
const mostLines = 30;
const mostColumns = 30;
/** Characters. */
const longestLine = 500;

/** How the tables of two arms are made, where any is made otherwise. Undefined where none is, and for a run that did not read it. */
export function schemaChange({ schemas, inserts = [] }: Pick<Run, 'schemas' | 'inserts'>): SchemaChange | undefined {
  if (schemas === undefined) return undefined;
  const of = (arm: ArmName): readonly TableShape[] | undefined => schemas.find((one) => one.arm === arm)?.tables;
  const [before, after] = [of('baseline'), of('candidate')];
  if (before === undefined || after === undefined) return { tables: null };
  const tables = tablePairs(before, after).map(([one, other]) => withInsert(tableChange(one, other), inserts));
  const differing = tables.filter(isOtherwise);
  if (differing.length === 0) return undefined;
  return { tables: [...differing, ...tables.filter((one) => !isOtherwise(one))] };
}

function withInsert(change: TableChange, inserts: readonly InsertReading[]): TableChange {
  const insert = insertCost(inserts, { baseline: change.table, candidate: change.other ?? change.table });
  return insert === undefined ? change : { ...change, insert };
}

function isOtherwise({ sizes, lines }: TableChange): boolean {
  const isLone = sizes.baseline === null || sizes.candidate === null;
  return isLone || lines.baseline.length > 0 || lines.candidate.length > 0;
}

function tableChange(one: TableShape | null, other: TableShape | null): TableChange {
  const shapes = { baseline: one, candidate: other };
  const name = nameOf(one ?? other);
  const lines = { baseline: ownLines(one, other), candidate: ownLines(other, one) };
  return {
    table: name,
    ...(one === null || other === null || nameOf(other) === name ? {} : { other: nameOf(other) }),
    sizes: { baseline: sizeOf(one), candidate: sizeOf(other) },
    lines: { baseline: lines.baseline.slice(0, mostLines), candidate: lines.candidate.slice(0, mostLines) },
    moreLines: Math.max(0, lines.baseline.length - mostLines) + Math.max(0, lines.candidate.length - mostLines),
    columns: one === null || other === null ? [] : columnChanges(one, other),
    additions: additionChanges(shapes),
  };
}

function nameOf(shape: TableShape | null): string {
  return shape === null ? '' : `${shape.database}.${shape.table}`;
}

function sizeOf(shape: TableShape | null): TableSize | null {
  if (shape === null) return null;
  const { rows, parts, bytes, uncompressedBytes, primaryKeyBytes } = shape;
  return { rows, parts, bytes, uncompressedBytes, primaryKeyBytes };
}

/** Those of a definition that the other does not have, in their order; the name of the table is none. */
function ownLines(own: TableShape | null, other: TableShape | null): readonly string[] {
  if (own === null || other === null || own.definition === other.definition) return [];
  const counts = new Map<string, number>();
  for (const line of linesOf(other)) counts.set(line, (counts.get(line) ?? 0) + 1);
  return linesOf(own).filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left <= 0;
  });
}

/** One for each part of a definition: what stands in brackets of a part, such as the query of a projection, is of its line. */
function linesOf({ definition }: TableShape): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  for (const line of definition.split('\n').map((one) => one.trim())) {
    const isInside = depth > 1 || (depth === 1 && line.startsWith('('));
    if (isInside) found.push(`${found.pop() ?? ''} ${line}`);
    else if (line !== '') found.push(line);
    depth += (line.match(/\(/g)?.length ?? 0) - (line.match(/\)/g)?.length ?? 0);
  }
  return found.map((line) => line.replace(/,$/, '').slice(0, longestLine));
}

function columnChanges(one: TableShape, other: TableShape): readonly ColumnChange[] {
  const others = new Map(other.columns.map((column) => [column.name, column]));
  const names = new Set(one.columns.map(({ name }) => name));
  const pairs = [
    ...one.columns.map((column) => [column, others.get(column.name) ?? null] as const),
    ...other.columns.filter(({ name }) => !names.has(name)).map((column) => [null, column] as const),
  ];
  // Of a table with more columns than are read, one that is not listed may be there.
  const isWhole = one.columns.length < mostColumnsRead && other.columns.length < mostColumnsRead;
  const changed = pairs
    .filter(([left, right]) => isWhole || (left !== null && right !== null))
    .filter(([left, right]) => left?.type !== right?.type || left?.codec !== right?.codec)
    .map(([left, right]): ColumnChange => {
      return {
        name: left?.name ?? right?.name ?? '',
        values: { baseline: withoutName(left), candidate: withoutName(right) },
      };
    });
  const most = ({ values: { baseline, candidate } }: ColumnChange): number =>
    Math.max(baseline?.bytes ?? 0, candidate?.bytes ?? 0);
  return changed.sort((a, b) => most(b) - most(a)).slice(0, mostColumns);
}

function withoutName(column: ColumnShape | null): Omit<ColumnShape, 'name'> | null {
  if (column === null) return null;
  const { type, codec, bytes, uncompressedBytes } = column;
  return { type, codec, bytes, uncompressedBytes };
}

/** Those of both arms, with what they take on disk. */
function additionChanges({ baseline, candidate }: PerArm<TableShape | null>): readonly AdditionChange[] {
  const all = [...(baseline?.additions ?? []), ...(candidate?.additions ?? [])];
  const keys = new Map(all.map(({ kind, name }) => [`${kind} ${name}`, { kind, name }] as const));
  const bytesOf = (shape: TableShape | null, { kind, name }: { kind: string; name: string }): number | null =>
    shape?.additions.find((one) => one.kind === kind && one.name === name)?.bytes ?? null;
  return [...keys.values()].map((one) => ({
    ...one,
    bytes: { baseline: bytesOf(baseline, one), candidate: bytesOf(candidate, one) },
  }));
}
