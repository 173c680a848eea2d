import { keptByDouble } from './decimalText.ts';
import { Digits, type Given, isList, isMap, Misfit, Verbatim } from './given.ts';
import { LiteralCursor } from './literalCursor.ts';

export function text(value: Given): string {
  if (typeof value !== 'string') throw new Misfit('text (put it in quotes)');
  // Half of a pair of UTF-16 is no character, and cannot be sent.
  if (/\p{Surrogate}/u.test(value)) throw new Misfit('text of whole characters');
  return value;
}

export function fixedString(bytes: number): (value: Given) => string {
  return (value) => {
    if (Buffer.byteLength(text(value)) > bytes) throw new Misfit(`text of at most ${bytes} bytes`);
    return text(value);
  };
}

export function uuid(value: Given): string {
  const whole = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$|^[\da-f]{32}$/i;
  if (typeof value === 'string' && whole.test(value)) return value;
  throw new Misfit('a UUID in quotes');
}

function isIPv4(value: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(value);
}

function isIPv6(value: string): boolean {
  return /^[\da-f:.]+$/i.test(value) && URL.canParse(`http://[${value}]`);
}

export function ipv4(value: Given): string {
  if (typeof value === 'string' && isIPv4(value)) return value;
  throw new Misfit("an address like '192.0.2.1'");
}

export function ipv6(value: Given): string {
  if (typeof value === 'string' && (isIPv4(value) || isIPv6(value))) return value;
  throw new Misfit("an address like '2001:db8::1'");
}

export function bool(value: Given): string {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string' && /^(true|false)$/i.test(value)) return value.toLowerCase();
  throw new Misfit('true or false');
}

/** A name of the enum, or its number: then the name is sent, which stands anywhere. */
export function enumeration(args: readonly string[]): (value: Given) => string {
  const byNumber = namesByNumber(args);
  const names = [...byNumber.values()];
  const instead = `one of ${names.join(', ') || 'the names of the enum'}`;
  return (value) => {
    const number = value instanceof Digits ? value.text : typeof value === 'number' ? String(value) : undefined;
    const name = number === undefined ? value : byNumber.get(number);
    // An enum whose names cannot be read here is the server's to judge.
    if (typeof name === 'string' && (names.includes(name) || names.length < args.length)) return name;
    throw new Misfit(instead);
  };
}

function namesByNumber(args: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let next = 1;
  for (const arg of args) {
    const [, literal, number] = /^('(?:[^'\\]|\\[\s\S]|'')*')\s*(?:=\s*(-?\d+))?$/.exec(arg) ?? [];
    if (literal === undefined) continue;
    const name = new LiteralCursor(literal).scalar();
    if (typeof name !== 'string') continue;
    found.set(number ?? String(next), name);
    next = Number(number ?? next) + 1;
  }
  return found;
}

/** The JSON of a map or a list. Its whole numbers keep their digits; the server keeps no fraction that a double does not. */
export function jsonText(value: Given): string {
  if (value instanceof Verbatim) return value.text;
  if (isList(value)) return `[${value.map(jsonText).join(',')}]`;
  if (isMap(value))
    return `{${[...value].map(([key, one]) => `${JSON.stringify(keyText(key))}:${jsonText(one)}`).join(',')}}`;
  if (value instanceof Digits || typeof value === 'number') return numberText(value);
  return JSON.stringify(value);
}

function keyText(key: Given): string {
  return key instanceof Digits ? key.text : String(key);
}

function numberText(value: Digits | number): string {
  const text = value instanceof Digits ? value.text : String(value);
  if (/^-?\d+$/.test(text) && BigInt(text) < 2n ** 64n && BigInt(text) >= -(2n ** 63n)) return text;
  if (keptByDouble(text)) return text;
  throw new Misfit('JSON whose numbers a 64-bit integer or a double keeps');
}

export function jsonObject(text: string): string {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return text;
  } catch {
    // The message below says it.
  }
  throw new Misfit('a JSON object like {"a": 1}, as text or as a map');
}
