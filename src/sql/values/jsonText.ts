import { keptByDouble } from './decimalText.ts';
import { Digits, type Given, isList, isMap, Misfit, Verbatim } from './given.ts';

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
