/** Low bits of a 64-bit float that rounding drops: 36 bits of fraction stay, which are eleven digits. */
const droppedBits = 16n;

/** Where rounding cuts the number line: at multiples of a step, or halfway between them. */
export type Cut = 'at steps' | 'between steps';

/**
 * An expression that rounds every 64-bit float inside a value to eleven digits, through nullables, arrays, tuples and
 * maps; `value` itself where the type holds none.
 *
 * @param type as DESCRIBE writes it
 * @param value an expression of that type
 */
export function roundFloats(type: string, value: string, cut: Cut, depth = 0): string {
  const { name, args } = parseType(type);
  if (!holdsFloats(type)) return value;
  if (name === 'Float64') return roundOne(value, cut);
  const first = args[0] ?? '';
  if (name === 'Nullable')
    return `if(isNull(${value}), NULL, ${roundFloats(first, `assumeNotNull(${value})`, cut, depth)})`;
  const item = `x${depth}`;
  const inside = (of: string, expression: string): string => roundFloats(of, expression, cut, depth + 1);
  if (name === 'Array') return `arrayMap(${item} -> ${inside(first, item)}, ${value})`;
  if (name === 'Map') {
    const [key, content] = [`k${depth}`, args[1] ?? ''];
    return `mapApply((${key}, ${item}) -> (${inside(first, key)}, ${inside(content, item)}), ${value})`;
  }
  if (name === 'Tuple')
    return `tuple(${args.map((of, i) => inside(elementType(of), `tupleElement(${value}, ${i + 1})`)).join(', ')})`;
  return value;
}

/** Whether a value of this type holds 64-bit floats. */
export function holdsFloats(type: string): boolean {
  return type.includes('Float64');
}

/** Whether `roundFloats` reaches all floats of a type: not those in dictionaries, variants and aggregate states. */
export function canRound(type: string): boolean {
  const { name, args } = parseType(type);
  if (name === 'Tuple') return args.every((one) => canRound(elementType(one)));
  if (name === 'Nullable' || name === 'Array' || name === 'Map') return args.every(canRound);
  return name === 'Float64' || !holdsFloats(type);
}

/**
 * In the bits of a float, rounding to a number of bits is adding half a step and dropping the rest: a carry goes into
 * the exponent as it should, and infinities stay. Adding 0 makes -0 a 0.
 */
function roundOne(value: string, cut: Cut): string {
  const half = cut === 'at steps' ? 0n : 1n << (droppedBits - 1n);
  const mask = (1n << 64n) - (1n << droppedBits);
  return `if(isFinite(${value}), reinterpretAsFloat64(bitAnd(reinterpretAsUInt64(${value} + 0.) + ${half}, toUInt64('${mask}'))), ${value})`;
}

interface ParsedType {
  readonly name: string;
  readonly args: readonly string[];
}

/** `Map(String, Array(Float64))` into its name and the texts of its arguments. */
function parseType(type: string): ParsedType {
  const open = type.indexOf('(');
  if (open === -1) return { name: type, args: [] };
  return { name: type.slice(0, open), args: splitArguments(type.slice(open + 1, -1)) };
}

const quotedOrMark = /`(?:\\.|[^`\\])*`|'(?:\\.|[^'\\])*'|[(),]/g;

/** Splits at commas outside of parentheses and quotes: names of elements and values of enums hold anything. */
function splitArguments(text: string): readonly string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (const { 0: mark, index } of text.matchAll(quotedOrMark)) {
    if (mark === '(') depth += 1;
    if (mark === ')') depth -= 1;
    if (mark !== ',' || depth > 0) continue;
    parts.push(text.slice(start, index).trim());
    start = index + 1;
  }
  return [...parts, text.slice(start).trim()];
}

/** An element of a tuple may have a name before its type. */
function elementType(element: string): string {
  return element.replace(/^(?:`(?:\\.|[^`\\])*`|[A-Za-z_]\w*)\s+(?=\S)/, '');
}
