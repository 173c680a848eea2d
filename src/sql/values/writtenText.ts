const escapes: Readonly<Record<string, string>> = {
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
  return text.replace(/[\0\b\t\n\f\r'\\]/g, (one) => escapes[one] ?? one);
}

export function quotedText(text: string): string {
  return `'${escapedText(text)}'`;
}
