const quote = 0x22;
const backslash = 0x5c;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;
const firstPrintable = 0x20;
const asciiEnd = 0x80;

/** So many digits are below 2^53 in any case, and a power of ten of so many is exact: their quotient is rounded once, as by JSON. */
const exactDigits = 15;
const powersOfTen = Array.from({ length: exactDigits + 1 }, (_, power) => 10 ** power);
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Reads JSON from left to right, straight from its bytes. What it does not understand may be JSON all the same. */
export class LineCursor {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Steps over exactly these bytes; stays where it is when others are there. */
  skip(expected: Uint8Array): boolean {
    const { bytes, at } = this;
    for (let i = 0; i < expected.length; i += 1) if (bytes[at + i] !== expected[i]) return false;
    this.at = at + expected.length;
    return true;
  }

  /** A number as JSON.parse reads it. NaN when there is none, or it is too large to be one; then it stays where it is. */
  number(): number {
    const { bytes } = this;
    const start = this.at;
    let at = start;
    const isNegative = bytes[at] === minus;
    if (isNegative) at += 1;
    const first = at;
    let mantissa = 0;
    let byte = bytes[at] as number;
    while (byte >= zero && byte <= nine) {
      mantissa = mantissa * 10 + (byte - zero);
      at += 1;
      byte = bytes[at] as number;
    }
    let digits = at - first;
    if (digits === 0 || (digits > 1 && bytes[first] === zero)) return Number.NaN;
    let decimals = 0;
    if (byte === point) {
      at += 1;
      const from = at;
      byte = bytes[at] as number;
      while (byte >= zero && byte <= nine) {
        mantissa = mantissa * 10 + (byte - zero);
        at += 1;
        byte = bytes[at] as number;
      }
      decimals = at - from;
      if (decimals === 0) return Number.NaN;
      digits += decimals;
    }
    if (digits > exactDigits || (byte | 0x20) === 0x65) return this.#longNumber(start);
    this.at = at;
    const value = decimals === 0 ? mantissa : mantissa / (powersOfTen[decimals] as number);
    return isNegative ? -value : value;
  }

  #longNumber(start: number): number {
    const { bytes } = this;
    let end = start;
    for (let byte = bytes[end]; byte !== undefined && isOfNumber(byte); byte = bytes[end]) end += 1;
    const text = bytes.toString('latin1', start, end);
    const value = jsonNumber.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(value)) return Number.NaN;
    this.at = end;
    return value;
  }

  /** A whole number that is not negative; -1 when there is none. */
  count(): number {
    const value = this.number();
    return Number.isSafeInteger(value) && value >= 0 ? value : -1;
  }

  /** The text behind its first quote; steps over the one at its end. Undefined when no such text is there. */
  textBehindQuote(): string | undefined {
    const { bytes } = this;
    const start = this.at;
    let end = start;
    let isPlain = true;
    for (let byte = bytes[end]; byte !== quote; byte = bytes[end]) {
      if (byte === undefined || byte < firstPrintable) return undefined;
      if (byte === backslash || byte >= asciiEnd) isPlain = false;
      end += byte === backslash ? 2 : 1;
    }
    const text = isPlain ? bytes.toString('latin1', start, end) : parsedText(bytes.toString('utf8', start, end));
    if (text !== undefined) this.at = end + 1;
    return text;
  }
}

function parsedText(inQuotes: string): string | undefined {
  try {
    return JSON.parse(`"${inQuotes}"`) as string;
  } catch {
    return undefined;
  }
}

function isOfNumber(byte: number): boolean {
  return (byte >= zero && byte <= nine) || byte === point || byte === minus || byte === 0x2b || (byte | 0x20) === 0x65;
}
