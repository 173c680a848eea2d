import { isTrivia, type Token, tokenize } from '../sqlLexer.ts';

/** `Map(String, Array(UInt8))` is the name `Map` and the arguments `String` and `Array(UInt8)`. */
export interface TypeName {
  /** As ClickHouse itself writes it: `Int32` for `int`, `DateTime` for `timestamp`. */
  readonly name: string;
  readonly args: readonly string[];
}

/** Names that the server takes for others, in capitals. */
const aliases: Readonly<Record<string, string>> = {
  ...sameAs('Int8', 'TINYINT, INT1, BYTE, TINYINT SIGNED, INT1 SIGNED'),
  ...sameAs('UInt8', 'TINYINT UNSIGNED, INT1 UNSIGNED'),
  ...sameAs('Int16', 'SMALLINT, SMALLINT SIGNED'),
  ...sameAs('UInt16', 'SMALLINT UNSIGNED, YEAR'),
  ...sameAs('Int32', 'INT, INTEGER, MEDIUMINT, INT SIGNED, INTEGER SIGNED, MEDIUMINT SIGNED'),
  ...sameAs('UInt32', 'INT UNSIGNED, INTEGER UNSIGNED, MEDIUMINT UNSIGNED'),
  ...sameAs('Int64', 'BIGINT, BIGINT SIGNED, SIGNED'),
  ...sameAs('UInt64', 'BIGINT UNSIGNED, UNSIGNED, BIT, SET'),
  ...sameAs('Float32', 'FLOAT, REAL, SINGLE'),
  ...sameAs('Float64', 'DOUBLE, DOUBLE PRECISION'),
  ...sameAs('Decimal', 'DEC, FIXED, NUMERIC, DECIMAL'),
  ...sameAs('String', 'TEXT, TINYTEXT, MEDIUMTEXT, LONGTEXT, BLOB, TINYBLOB, MEDIUMBLOB, LONGBLOB, CLOB, BYTEA'),
  ...sameAs('String', 'CHAR, CHARACTER, NCHAR, VARCHAR, VARCHAR2, NVARCHAR, VARBINARY, CHAR VARYING, BINARY VARYING'),
  ...sameAs('String', 'CHARACTER VARYING, NATIONAL CHAR, NATIONAL CHARACTER, NCHAR VARYING, NATIONAL CHAR VARYING'),
  ...sameAs('String', 'NATIONAL CHARACTER VARYING, CHAR LARGE OBJECT, CHARACTER LARGE OBJECT, NCHAR LARGE OBJECT'),
  ...sameAs('String', 'BINARY LARGE OBJECT, NATIONAL CHARACTER LARGE OBJECT'),
  ...sameAs('FixedString', 'BINARY'),
  ...sameAs('IPv4', 'INET4'),
  ...sameAs('IPv6', 'INET6'),
  ...sameAs('Bool', 'BOOL, BOOLEAN'),
  ...sameAs('DateTime', 'TIMESTAMP, DATETIME, DATETIME32'),
  ...sameAs('DateTime64', 'DATETIME64'),
  ...sameAs('Date', 'DATE'),
  ...sameAs('Date32', 'DATE32'),
  ...sameAs('Time', 'TIME'),
  ...sameAs('Time64', 'TIME64'),
  ...sameAs('Enum', 'ENUM'),
  ...sameAs('JSON', 'JSON'),
  ...sameAs('Decimal32', 'DECIMAL32'),
  ...sameAs('Decimal64', 'DECIMAL64'),
  ...sameAs('Decimal128', 'DECIMAL128'),
  ...sameAs('Decimal256', 'DECIMAL256'),
};

function sameAs(name: string, others: string): Readonly<Record<string, string>> {
  return Object.fromEntries(others.split(', ').map((other) => [other, name]));
}

/** Takes a type apart; undefined when the text does not begin with a name. */
export function readTypeName(type: string): TypeName | undefined {
  const tokens = tokenize(type).filter((token) => !isTrivia(token));
  const open = tokens.findIndex((token) => token.kind !== 'word');
  const words = open < 0 ? tokens : tokens.slice(0, open);
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const written = words.map((token) => type.slice(token.start, token.end)).join(' ');
  const args = open < 0 || textOf(type, tokens[open]) !== '(' ? [] : argumentsOf(type, tokens.slice(open));
  const upper = written.toUpperCase();
  return { name: Object.hasOwn(aliases, upper) ? (aliases[upper] ?? written) : written, args };
}

/** The texts between the commas of the first pair of parentheses. */
function argumentsOf(type: string, tokens: readonly Token[]): readonly string[] {
  const found: string[] = [];
  let depth = 0;
  let from = tokens[0]?.end ?? 0;
  for (const token of tokens) {
    const text = textOf(type, token);
    if (text === '(') depth++;
    if (text === ')') depth--;
    if ((text === ',' && depth === 1) || (text === ')' && depth === 0)) {
      found.push(type.slice(from, token.start).trim());
      from = token.end;
    }
    if (depth === 0) break;
  }
  return found.length === 1 && found[0] === '' ? [] : found;
}

function textOf(type: string, token: Token | undefined): string | undefined {
  return token?.kind === 'symbol' ? type[token.start] : undefined;
}

/** An element of a tuple: `a UInt8` or `UInt8`. */
export interface Element {
  readonly name: string | undefined;
  readonly type: string;
}

/** Tells the name of a tuple's element from its type. */
export function readElement(text: string): Element {
  const [first, second] = tokenize(text).filter((token) => !isTrivia(token));
  if (first === undefined || second === undefined) return { name: undefined, type: text };
  const name = text.slice(first.start, first.end);
  if (first.kind === 'quotedIdentifier') return { name: name.slice(1, -1), type: text.slice(first.end).trim() };
  if (first.kind !== 'word' || second.kind !== 'word') return { name: undefined, type: text };
  const whole = readTypeName(text)?.name ?? '';
  return Object.values(aliases).includes(whole)
    ? { name: undefined, type: text }
    : { name, type: text.slice(first.end).trim() };
}
