/** A ClickHouse string literal: quotes and backslashes escaped. */
export function stringLiteral(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** `('a', 'b')`, for an IN. The list must not be empty. */
export function stringList(texts: readonly string[]): string {
  return `(${texts.map(stringLiteral).join(', ')})`;
}

/** A back-quoted identifier. */
export function identifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}
