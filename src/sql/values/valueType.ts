import { type Given, isList, isMap, Misfit, Verbatim } from './given.ts';
import { jsonText } from './jsonText.ts';
import type { LiteralCursor } from './literalCursor.ts';
import { arrayOf, mapOf, tupleOf } from './nested.ts';
import { decimal, floatingPoint, wholeNumber } from './numbers.ts';
import * as texts from './texts.ts';
import { date, dateTime, timeOfDay } from './times.ts';
import { readElement, readTypeName } from './typeName.ts';
import { variantOf } from './variant.ts';
import { escapedText, quotedText } from './writtenText.ts';

/** A type of ClickHouse, as far as its parameters go. */
export interface ValueType {
  /** A list of such values that is kept as the list it is: numbers, text, true, false, null, and lists of these. */
  readonly plain: boolean;
  /** Whether it is text in quotes within a literal. */
  readonly textual: boolean;
  /**
   * The text the server is sent for a parameter, or that stands within a literal of another type.
   * @throws Misfit for a value that the server would refuse, or take for another
   */
  write(value: Given, nested: boolean): string;
  /** Reads a literal of this type. @throws Unreadable */
  read(cursor: LiteralCursor): Given;
}

const geometry: Readonly<Record<string, string>> = {
  Point: 'Tuple(Float64, Float64)',
  Ring: 'Array(Point)',
  LineString: 'Array(Point)',
  Polygon: 'Array(Ring)',
  MultiLineString: 'Array(LineString)',
  MultiPolygon: 'Array(Polygon)',
};

const decimalDigits: Readonly<Record<string, number>> = { Decimal32: 9, Decimal64: 18, Decimal128: 38, Decimal256: 76 };
const bfloat16Largest = 3.3895313892515355e38;
const float32Largest = 3.4028234663852886e38;
const day64 = { first: '1900-01-01', last: '2299-12-31' };

/** What values of a type look like; undefined for one that only the server knows. */
export function valueType(type: string): ValueType | undefined {
  const read = readTypeName(type);
  if (read === undefined) return undefined;
  const { name, args } = read;
  return bareType(name, args) ?? quotedType(name, args) ?? wrappedType(name, args);
}

/** What stands without quotes in a literal. */
function bareType(name: string, args: readonly string[]): ValueType | undefined {
  const integer = /^(U?)Int(8|16|32|64|128|256)$/.exec(name);
  if (integer) return leaf(wholeNumber(integer[1] === 'U', BigInt(integer[2] ?? 64)));
  if (name.startsWith('Interval')) return leaf(wholeNumber(false, 64n));
  if (name === 'Float64') return leaf(floatingPoint(Number.MAX_VALUE));
  if (name === 'Float32') return leaf(floatingPoint(float32Largest));
  if (name === 'BFloat16') return leaf(floatingPoint(bfloat16Largest));
  if (name === 'Decimal') return leaf(decimal(Number(args[0] ?? 10), Number(args[1] ?? 0)));
  const digits = decimalDigits[name];
  if (digits !== undefined) return leaf(decimal(digits, Number(args[0] ?? 0)));
  return name === 'Bool' ? leaf(texts.bool) : undefined;
}

function quotedType(name: string, args: readonly string[]): ValueType | undefined {
  const scale = Number(args[0] ?? 3);
  const last = scale > 8 ? '2262-04-10' : day64.last;
  const writers: Readonly<Record<string, () => (value: Given) => string>> = {
    String: () => texts.text,
    Identifier: () => texts.text,
    FixedString: () => texts.fixedString(Number(args[0] ?? 1)),
    UUID: () => texts.uuid,
    IPv4: () => texts.ipv4,
    IPv6: () => texts.ipv6,
    Enum: () => texts.enumeration(args),
    Enum8: () => texts.enumeration(args),
    Enum16: () => texts.enumeration(args),
    Date: () => date('1970-01-01', '2149-06-06'),
    Date32: () => date(day64.first, day64.last),
    DateTime: () => dateTime({ first: '1970-01-01', last: '2106-02-07', scale: 0, lastSecond: 2 ** 32 - 1 }),
    DateTime64: () => dateTime({ first: day64.first, last, scale, lastSecond: 9_999_999_999 }),
    Time: () => timeOfDay(0),
    Time64: () => timeOfDay(scale),
    JSON: () => (value) => (isMap(value) ? jsonText(value) : jsonObject(texts.text(value))),
  };
  const write = Object.hasOwn(writers, name) ? writers[name] : undefined;
  return write === undefined ? undefined : quoted(write());
}

function jsonObject(text: string): string {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return text;
  } catch {
    // The message below says it.
  }
  throw new Misfit('a JSON object like {"a": 1}, as text or as a map');
}

function wrappedType(name: string, args: readonly string[]): ValueType | undefined {
  const [first = ''] = args;
  if (Object.hasOwn(geometry, name)) return valueType(geometry[name] ?? '');
  switch (name) {
    case 'Nullable':
      return nullable(valueType(first) ?? unknownType);
    case 'LowCardinality':
      return valueType(first);
    case 'SimpleAggregateFunction':
      return valueType(args[1] ?? '');
    case 'Array':
      return arrayOf(valueType(first) ?? unknownType);
    case 'QBit':
      return arrayOf(valueType(first) ?? unknownType);
    case 'Map':
      return mapOf(valueType(first) ?? unknownType, valueType(args[1] ?? '') ?? unknownType);
    case 'Tuple':
      return tupleOf(args.map((arg) => namedType(arg)));
    case 'Nested':
      return arrayOf(tupleOf(args.map((arg) => namedType(arg))));
    case 'Variant':
      return variantOf(args.map((arg) => valueType(arg) ?? unknownType));
    case 'Dynamic':
      return dynamic;
    case 'AggregateFunction':
    case 'Nothing':
      return refused(name);
    default:
      return undefined;
  }
}

function namedType(arg: string): { readonly name: string | undefined; readonly type: ValueType } {
  const { name, type } = readElement(arg);
  return { name, type: valueType(type) ?? unknownType };
}

function leaf(write: (value: Given) => string): ValueType {
  return {
    plain: true,
    textual: false,
    write: (value) => (value instanceof Verbatim ? value.text : write(value)),
    read: (cursor) => cursor.scalar(),
  };
}

function quoted(write: (value: Given) => string): ValueType {
  return {
    plain: true,
    textual: true,
    write(value, nested) {
      if (value instanceof Verbatim) return value.text;
      return nested ? quotedText(write(value)) : escapedText(write(value));
    },
    read: (cursor) => cursor.scalar(),
  };
}

function nullable(inner: ValueType): ValueType {
  return {
    ...inner,
    write(value, nested) {
      if (value !== null) return inner.write(value, nested);
      return nested ? 'NULL' : '\\N';
    },
    read: (cursor) => (cursor.takesNull() ? null : inner.read(cursor)),
  };
}

/** The server makes text of a parameter of this type, so text is all that is taken; within another type it tells types apart. */
const dynamic: ValueType = {
  plain: false,
  textual: false,
  write(value, nested) {
    if (nested) return looseLiteral(value);
    if (typeof value !== 'string')
      throw new Misfit('text, or another type: the server makes text of a Dynamic parameter');
    return escapedText(texts.text(value));
  },
  read: (cursor) => cursor.verbatim(),
};

const unknownType: ValueType = {
  plain: false,
  textual: false,
  write: (value, nested) => (nested ? looseLiteral(value) : escapedText(texts.text(value))),
  read: (cursor) => cursor.verbatim(),
};

/** A literal whose type shows by its form. */
function looseLiteral(value: Given): string {
  if (value === null) return 'NULL';
  if (value instanceof Verbatim) return value.text;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quotedText(texts.text(value));
  if (isList(value)) return `[${value.map(looseLiteral).join(',')}]`;
  if (isMap(value)) return `{${[...value].map(([key, one]) => `${looseLiteral(key)}:${looseLiteral(one)}`).join(',')}}`;
  const text = typeof value === 'number' ? String(value) : value.text;
  if (/^-?\d{1,19}$/.test(text) || typeof value === 'number') return text;
  throw new Misfit('a number that a double keeps, or a type that says how many digits it has');
}

function refused(name: string): ValueType {
  const refuse = (): never => {
    const instead = `a parameter of another type: the server takes none of type ${name}`;
    throw new Misfit(instead);
  };
  return { plain: false, textual: false, write: refuse, read: refuse };
}
