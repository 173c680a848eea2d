interface NamedTable {
  readonly database: string;
  readonly table: string;
}

/**
 * The tables of two arms, side by side, in the order of the first. One that the other arm does not have stands beside that of the same name in
 * another database, since arms may differ by the database that they ask, and beside null where there is none.
 */
export function tablePairs<T extends NamedTable>(
  before: readonly T[],
  after: readonly T[],
): readonly (readonly [T | null, T | null])[] {
  const full = ({ database, table }: T): string => JSON.stringify([database, table]);
  const others = new Map(after.map((one) => [full(one), one]));
  const names = new Set(before.map(full));
  const lone = new Map(after.filter((one) => !names.has(full(one))).map((one) => [one.table, one]));
  const pairs = before.map((one): readonly [T, T | null] => {
    const same = others.get(full(one)) ?? lone.get(one.table) ?? null;
    if (same !== null) lone.delete(same.table);
    return [one, same];
  });
  return [...pairs, ...[...lone.values()].map((one) => [null, one] as const)];
}
