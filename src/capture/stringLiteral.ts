/** One character of a string literal: how it is written, and what the server makes of it. */
export interface LiteralUnit {
  readonly raw: string;
  readonly char: string;
}

const namedEscapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  a: '\x07',
  v: '\v',
  e: '\x1b',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '`': '`',
  '/': '/',
};

/** Where a byte above 0x7f written as `\xC3` stands in the decoded text: in the private use area. */
const rawBytes = 0xe000;

/**
 * Reads the inside of a `'…'` literal as ClickHouse does: named escapes, `\xHH`, doubled quotes. The backslash of any
 * other escape is a character of its own, so that `\d` and `\%` reach a pattern as they are.
 */
export function literalUnits(inside: string): readonly LiteralUnit[] {
  const units: LiteralUnit[] = [];
  for (let at = 0; at < inside.length; ) {
    const unit = unitAt(inside, at);
    units.push(unit);
    at += unit.raw.length;
  }
  return units;
}

function unitAt(inside: string, at: number): LiteralUnit {
  if (inside.startsWith("''", at)) return { raw: "''", char: "'" };
  const whole = String.fromCodePoint(inside.codePointAt(at) ?? 0);
  if (whole !== '\\') return { raw: whole, char: whole };
  const hex = /^\\x([0-9A-Fa-f]{2})/.exec(inside.slice(at, at + 4));
  if (hex) {
    const byte = Number.parseInt(hex[1] ?? '', 16);
    return { raw: hex[0], char: String.fromCodePoint(byte < 0x80 ? byte : rawBytes + byte) };
  }
  const next = inside[at + 1] ?? '';
  const named = namedEscapes[next];
  return named === undefined ? { raw: '\\', char: '\\' } : { raw: `\\${next}`, char: named };
}

/** A text as the inside of a `'…'` literal. */
export function literalText(value: string): string {
  return value.replace(/[\\']/g, '\\$&');
}

/**
 * Writes the units again with other characters, one for each; what did not change keeps its spelling.
 */
export function rewriteUnits(units: readonly LiteralUnit[], chars: readonly string[]): string {
  return units.map((unit, at) => (chars[at] === unit.char ? unit.raw : (chars[at] ?? unit.raw))).join('');
}

/** What a string literal or a heredoc says. */
export function literalValue(text: string): string {
  return literalUnits(literalInside(text))
    .map((unit) => unit.char)
    .join('');
}

/** The inside of a literal as it would stand between plain quotes. A heredoc and quotes of a word processor know no escapes. */
export function literalInside(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1);
  const mark = text.startsWith('$') ? text.indexOf('$', 1) + 1 : 1;
  return literalText(text.slice(mark, text.length - mark));
}
