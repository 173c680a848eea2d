/** The same table in the other arm, or one of its name in another database: arms may differ by the database that they ask. */
export function sameTable(table: string, others: readonly string[]): string | undefined {
  const name = (full: string): string => full.slice(full.indexOf('.') + 1);
  return others.find((one) => one === table) ?? others.find((one) => name(one) === name(table));
}
