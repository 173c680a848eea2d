import type { ParamValue } from '../model/workload.ts';
import { isTrivia, tokenize } from './sqlLexer.ts';

type Check = (value: ParamValue, parameters: readonly string[]) => string | undefined;

const checks: Readonly<Record<string, Check>> = {
  String: expectText,
  FixedString: expectText,
  Identifier: expectText,
  UUID: matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'a UUID in quotes'),
  Date: matching(/^\d{4}-\d{2}-\d{2}$/, "a date like '2026-01-31'"),
  Date32: matching(/^\d{4}-\d{2}-\d{2}$/, "a date like '2026-01-31'"),
  DateTime: timestamp,
  DateTime64: timestamp,
  Bool: (value) => (typeof value === 'boolean' ? undefined : 'true or false'),
  Enum8: enumName,
  Enum16: enumName,
  Nullable: (value, [inner]) => (value === null ? undefined : expected(value, inner)),
  LowCardinality: (value, [inner]) => expected(value, inner),
  Array: list,
};

/**
 * What a value ought to be when it does not fit a ClickHouse type: "a whole number from 0 to 255";
 * undefined when it fits. Checks what can be told without a server; a type unknown here fits all.
 */
export function expectedInstead(value: ParamValue, type: string): string | undefined {
  return expected(value, type);
}

function expected(value: ParamValue, type: string | undefined): string | undefined {
  const parsed = parseType(type ?? '');
  if (!parsed) return undefined;
  const integer = /^(U?)Int(8|16|32|64|128|256)$/.exec(parsed.name);
  if (integer) return wholeNumber(value, integer[1] === 'U', BigInt(integer[2] ?? 64));
  if (/^(Float(32|64)|BFloat16|Decimal(32|64|128|256)?)$/.test(parsed.name)) return decimal(value);
  return Object.hasOwn(checks, parsed.name) ? checks[parsed.name]?.(value, parsed.parameters) : undefined;
}

/** `Map(String, Array(UInt8))` is the name `Map` and the parameters `String` and `Array(UInt8)`. */
function parseType(type: string): { name: string; parameters: readonly string[] } | undefined {
  const tokens = tokenize(type).filter((token) => !isTrivia(token));
  const [first, open] = tokens;
  if (first?.kind !== 'word') return undefined;
  const name = type.slice(first.start, first.end);
  if (!open || type[open.start] !== '(') return { name, parameters: [] };
  const parameters: string[] = [];
  let depth = 0;
  let from = open.end;
  for (const token of tokens.slice(1)) {
    const text = token.kind === 'symbol' ? type[token.start] : undefined;
    if (text === '(') depth++;
    if (text === ')') depth--;
    if ((text === ',' && depth === 1) || (text === ')' && depth === 0)) {
      parameters.push(type.slice(from, token.start).trim());
      from = token.end;
    }
  }
  return { name, parameters };
}

function wholeNumber(value: ParamValue, unsigned: boolean, bits: bigint): string | undefined {
  const low = unsigned ? 0n : -(2n ** (bits - 1n));
  const high = unsigned ? 2n ** bits - 1n : 2n ** (bits - 1n) - 1n;
  const isWhole = typeof value === 'number' ? Number.isSafeInteger(value) : /^-?\d{1,78}$/.test(String(value));
  const fits = isWhole && !Array.isArray(value) && BigInt(value as number) >= low && BigInt(value as number) <= high;
  return fits ? undefined : `a whole number from ${low} to ${high}`;
}

function decimal(value: ParamValue): string | undefined {
  const isNumber =
    typeof value === 'number' || (typeof value === 'string' && /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value));
  return isNumber ? undefined : 'a number';
}

function expectText(value: ParamValue): string | undefined {
  return typeof value === 'string' ? undefined : 'text (put it in quotes)';
}

function matching(pattern: RegExp, what: string): Check {
  return (value) => (typeof value === 'string' && pattern.test(value) ? undefined : what);
}

function timestamp(value: ParamValue): string | undefined {
  const text = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}:\d{2}(\.\d{1,9})?)?$/;
  const fits =
    typeof value === 'number'
      ? value >= 0
      : typeof value === 'string' && (text.test(value) || /^\d{9,}(\.\d+)?$/.test(value));
  return fits ? undefined : "a time like '2026-01-31 12:00:00', or seconds since 1970";
}

function enumName(value: ParamValue, parameters: readonly string[]): string | undefined {
  if (typeof value === 'number') return undefined;
  const names = parameters.flatMap((parameter) => /^'((?:[^'\\])*)'/.exec(parameter)?.[1] ?? []);
  const listed = names.length < parameters.length || (typeof value === 'string' && names.includes(value));
  return listed && typeof value === 'string' ? undefined : `one of ${names.join(', ') || 'the names of the enum'}`;
}

function list(value: ParamValue, [inner]: readonly string[]): string | undefined {
  if (!Array.isArray(value)) return 'a list like [1, 2]';
  const misfit = value.map((item: ParamValue) => expected(item, inner)).find((what) => what !== undefined);
  return misfit === undefined ? undefined : `a list, each item ${misfit}`;
}
