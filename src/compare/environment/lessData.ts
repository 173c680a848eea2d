import type { PerArm } from '../../model/arm.ts';
import type { Design } from '../../model/design.ts';
import type { Environment, TableFingerprint } from '../../model/environment.ts';
import type { LessData } from '../../model/reason.ts';

/**
 * Tables that hold fewer rows in the candidate, however few fewer, and those of which that cannot be told though the arms' tables differ.
 * Of servers that take turns the most rows of the baseline stand beside the fewest of the candidate.
 */
export function tablesWithLess(baseline: Environment, candidate: Environment): readonly LessData[] {
  const [before, after] = [baseline.dataset, candidate.dataset];
  if ((before.length === 0) !== (after.length === 0)) return unlisted(baseline, candidate);
  return pairsOf(before, after).flatMap(([one, other]): readonly LessData[] => {
    const rows: PerArm<number | null> = {
      baseline: rowsOf(one, baseline, Math.max),
      candidate: rowsOf(other, candidate, Math.min),
    };
    const table = {
      table: tableName(one),
      ...(tableName(one) === tableName(other) ? {} : { other: tableName(other) }),
    };
    if (rows.baseline !== null && rows.candidate !== null)
      return rows.candidate < rows.baseline ? [{ ...table, rows }] : [];
    // Two views alike, or two tables of files, tell of no difference.
    return one.engine === other.engine && rows.baseline === rows.candidate ? [] : [{ ...table, rows }];
  });
}

/** By which verdicts are made. */
interface Tolerance {
  readonly margin: number;
  readonly design: Pick<Design, 'testedShare'>;
}

/**
 * The share of rows that can be left without making a verdict: fewer by no more than the part of the margin that every change has to go
 * beyond to be shown. A query whose time follows its rows comes no further by so little.
 */
export function fewestRows({ margin, design }: Tolerance): number {
  return (1 + margin) ** -design.testedShare;
}

/** Those that can make a verdict. */
export function beyondTolerance(tables: readonly LessData[], tolerance: Tolerance): readonly LessData[] {
  const least = fewestRows(tolerance);
  return tables.filter(
    ({ rows: { baseline, candidate } }) => baseline === null || candidate === null || candidate < baseline * least,
  );
}

export function tableName({ database, table }: TableFingerprint): string {
  return `${database}.${table}`;
}

/**
 * The same table in both arms. One that is in one arm only stands beside that of the same name in another database: arms may differ by the
 * database that they ask. Any other that only one arm reads may be what a query was rewritten for.
 */
function pairsOf(
  before: readonly TableFingerprint[],
  after: readonly TableFingerprint[],
): readonly (readonly [TableFingerprint, TableFingerprint])[] {
  const [names, others] = [new Set(before.map(tableName)), new Map(after.map((one) => [tableName(one), one]))];
  const lone = after.filter((one) => !names.has(tableName(one)));
  return before.flatMap((one) => {
    const same = others.get(tableName(one));
    const found = same === undefined ? lone.filter(({ table }) => table === one.table) : [same];
    return found.map((other) => [one, other] as const);
  });
}

/** One arm lists no table, where a user may not look into them, or its statements read none. One server has one set of tables. */
function unlisted(baseline: Environment, candidate: Environment): readonly LessData[] {
  if (baseline.serverId !== undefined && baseline.serverId === candidate.serverId) return [];
  return [
    ...baseline.dataset.map((one) => ({
      table: tableName(one),
      rows: { baseline: rowsOf(one, baseline, Math.max), candidate: null },
    })),
    ...candidate.dataset.map((one) => ({
      table: tableName(one),
      rows: { baseline: null, candidate: rowsOf(one, candidate, Math.min) },
    })),
  ];
}

/** Null where they are not known: views, and tables of files and of other servers, have no count of their own, and are listed with 0. */
function rowsOf(
  one: TableFingerprint,
  { replicas = [] }: Environment,
  choose: (...rows: readonly number[]) => number,
): number | null {
  const rows = choose(one.rows, ...replicas.flatMap((replica) => replica.rows[tableName(one)] ?? []));
  return rows > 0 || one.engine.endsWith('MergeTree') ? rows : null;
}
