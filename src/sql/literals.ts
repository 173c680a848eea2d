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

/** What stands for a character behind a backslash, in the server's dialect. */
export const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  0: '\0',
  a: '\u0007',
  v: '\v',
  e: '\u001b',
};

/** The text that a string literal or a heredoc stands for. */
export function stringValue(literal: string): string {
  const heredoc = /^\$\w*\$/.exec(literal)?.[0];
  if (heredoc !== undefined) return literal.slice(heredoc.length, -heredoc.length);
  const inside = literal.slice(1, -1);
  if (!literal.startsWith("'")) return inside;
  return inside.replace(/\\x([0-9a-fA-F]{2})|\\([\s\S])|''/g, (all, hex?: string, char?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (char === undefined) return "'";
    // An escape that the server does not know keeps its backslash.
    return escapes[char] ?? (/[\\'"`/=]/.test(char) ? char : all);
  });
}

const written: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  "'": "\\'",
  '\\': '\\\\',
};

/** Text as TSV has it, and a string literal between its quotes. */
export function escapedText(text: string): string {
  return text.replace(/[\0\b\t\n\f\r'\\]/g, (one) => written[one] ?? one);
}

export function quotedText(text: string): string {
  return `'${escapedText(text)}'`;
}
