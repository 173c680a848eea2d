/** Two floats that are this near are one to eleven digits; beyond the second they are two. Between, nobody can say. */
const surelySame = 5e-12;
const surelyOther = 1e-10;

export type Likeness = 'same' | 'unclear' | 'other';

const mayHoldFloats = /Float|Point|Ring|Polygon|LineString|Geometry|JSON|Dynamic|Variant/;
const quotedOrNumber = /'(?:\\\\.|\\.|[^'\\])*'|[-+]?(?:nan|inf|\d+(?:\.\d+)?(?:e[-+]?\d+)?)/gi;
const number = /[-+]?(?:nan|inf|\d+(?:\.\d+)?(?:e[-+]?\d+)?)/gi;

/** Compares two cells of one type: floats, wherever the type holds them, to eleven digits, and all else exactly. */
export function likeness(type: string, a: string, b: string): Likeness {
  if (a === b) return 'same';
  if (!mayHoldFloats.test(type)) return 'other';
  const [left, right] = [split(type, a), split(type, b)];
  if (left.frame !== right.frame || left.numbers.length !== right.numbers.length) return 'other';
  return worst(left.numbers.map((one, at) => numberLikeness(type, one, right.numbers[at] ?? '')));
}

/** What of a cell does not depend on its floats. */
export function frameOf(type: string, cell: string): string {
  return mayHoldFloats.test(type) ? split(type, cell).frame : cell;
}

export function worst(all: readonly Likeness[]): Likeness {
  if (all.includes('other')) return 'other';
  return all.includes('unclear') ? 'unclear' : 'same';
}

interface Split {
  readonly frame: string;
  readonly numbers: readonly string[];
}

function split(type: string, cell: string): Split {
  const numbers: string[] = [];
  // JSON inside of another type is quoted.
  const pattern = type.includes('JSON') ? number : quotedOrNumber;
  const frame = cell.replaceAll(pattern, (text) => {
    if (text.startsWith("'")) return text;
    numbers.push(text);
    return '#';
  });
  return { frame, numbers };
}

const whole = /^[-+]?\d{1,15}$/;

function numberLikeness(type: string, a: string, b: string): Likeness {
  if (a === b) return 'same';
  // Beside floats there are integers, and those are exact.
  if (whole.test(a) && whole.test(b)) return Number(a) === Number(b) ? 'same' : 'other';
  const [x, y] = [value(a), value(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) && Number.isNaN(y) ? 'same' : 'other';
  if (x === y) return 'same';
  if (!Number.isFinite(x) || !Number.isFinite(y)) return 'other';
  const apart = Math.abs(x - y) / Math.max(Math.abs(x), Math.abs(y));
  if (apart <= surelySame) return 'same';
  return apart >= surelyOther || /Float32|BFloat16/.test(type) ? 'other' : 'unclear';
}

function value(text: string): number {
  const plain = text.toLowerCase();
  if (plain.endsWith('nan')) return Number.NaN;
  if (plain.endsWith('inf')) return plain.startsWith('-') ? -Infinity : Infinity;
  return Number(plain);
}
