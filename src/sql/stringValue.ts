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
