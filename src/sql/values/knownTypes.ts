import { type Given, isMap } from './given.ts';
import { arrayOf, mapOf, tupleOf, variantOf } from './nested.ts';
import { decimal, floatingPoint, wholeNumber } from './numbers.ts';
import * as texts from './texts.ts';
import { date, dateTime, timeOfDay } from './times.ts';
import { readElement, readTypeName } from './typeName.ts';
import { dynamic, leaf, nullable, quoted, refused, unknownType, type ValueType } from './valueType.ts';

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
    JSON: () => (value) => (isMap(value) ? texts.jsonText(value) : texts.jsonObject(texts.text(value))),
  };
  const write = Object.hasOwn(writers, name) ? writers[name] : undefined;
  return write === undefined ? undefined : quoted(write());
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
