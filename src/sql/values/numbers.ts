import { plainDecimal, readDecimal } from './decimalText.ts';
import { Digits, type Given, Misfit } from './given.ts';

/** The decimal text of a number, or of text that holds one. */
function numeral(value: Given): string | undefined {
  if (value instanceof Digits) return value.text;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : undefined;
}

/** A whole number within its bits: the server would wrap one beyond them round. */
export function wholeNumber(unsigned: boolean, bits: bigint): (value: Given) => string {
  const low = unsigned ? 0n : -(2n ** (bits - 1n));
  const high = unsigned ? 2n ** bits - 1n : 2n ** (bits - 1n) - 1n;
  return (value) => {
    const text = plainText(value);
    const whole = text !== undefined && /^-?\d+$/.test(text) ? BigInt(text) : undefined;
    if (whole === undefined || whole < low || whole > high) throw new Misfit(`a whole number from ${low} to ${high}`);
    return String(whole);
  };
}

function plainText(value: Given): string | undefined {
  const text = numeral(value) ?? '';
  // Most are short and whole, and lists of them are long.
  if (/^(?:0|-?[1-9]\d{0,14})$/.test(text)) return text;
  const read = readDecimal(text);
  return read === undefined ? undefined : plainDecimal(read);
}

const infinities: Readonly<Record<string, string>> = {
  nan: 'nan',
  inf: 'inf',
  '+inf': 'inf',
  infinity: 'inf',
  '+infinity': 'inf',
  '-inf': '-inf',
  '-infinity': '-inf',
};

/** Digits beyond what the type keeps are the type's own loss; a number beyond its range would become infinite. */
export function floatingPoint(largest: number): (value: Given) => string {
  return (value) => {
    const text = numeral(value);
    const word = infinities[text?.toLowerCase() ?? ''];
    if (word !== undefined) return word;
    if (text === undefined || readDecimal(text) === undefined) throw new Misfit('a number, nan, inf or -inf');
    if (Math.abs(Number(text)) > largest) throw new Misfit(`a number up to ${largest}, or inf`);
    return text.replace(/^\+/, '').replace(/^(-?)\./, '$10.');
  };
}

/** Digits beyond its scale would be cut off by the server. */
export function decimal(precision: number, scale: number): (value: Given) => string {
  const instead = `a number with at most ${precision - scale} digits before the point and ${scale} behind it`;
  return (value) => {
    const read = readDecimal(numeral(value) ?? '');
    const text = read === undefined ? undefined : plainDecimal(read);
    if (read === undefined || text === undefined) throw new Misfit('a number');
    const before = read.digits === '' ? 0 : Math.max(0, read.digits.length - read.scale);
    if (read.scale > scale || before > precision - scale) throw new Misfit(instead);
    return text;
  };
}
