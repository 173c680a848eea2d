/** A decimal number taken apart: `digits` times ten to the power of `-scale`, without zeros at either end. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly scale: number;
}

/** More than any type of ClickHouse holds, so that nobody writes out `1e1000000`. */
const mostZeros = 400;

/** Reads `-12.50`, `.5`, `1e3`; undefined for anything else. */
export function readDecimal(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = '', power = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,9}))?$/i.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const kept = (whole + fraction).replace(/^0+/, '');
  const digits = kept.replace(/0+$/, '');
  const scale = digits === '' ? 0 : fraction.length - Number(power) - (kept.length - digits.length);
  return { negative: sign === '-', digits, scale };
}

/** `-12.5`: no exponent, no zeros that say nothing. Undefined when that is absurdly long. */
export function plainDecimal({ negative, digits, scale }: Decimal): string | undefined {
  if (Math.abs(scale) > mostZeros) return undefined;
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (scale <= 0) return sign + digits + '0'.repeat(-scale);
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

/** Whether a double, written back, says what the text says. */
export function keptByDouble(text: string): boolean {
  const given = readDecimal(text);
  const kept = readDecimal(String(Number(text)));
  if (given === undefined || kept === undefined) return false;
  // A double has a negative zero, and loses its sign when it is written.
  if (given.digits === '') return !given.negative;
  return given.negative === kept.negative && given.digits === kept.digits && given.scale === kept.scale;
}
