import type { Params, ParamValue } from '../../model/workload.ts';
import { escapedText } from '../literals.ts';
import type { Parameter } from '../parameters.ts';
import { type Given, isList, isMap, Misfit, plainGiven } from './given.ts';
import { valueType } from './knownTypes.ts';
import type { ValueType } from './valueType.ts';

/** A parameter's text as the server takes it, or what its value ought to be: "a whole number from 0 to 255". */
export type Written = { readonly text: string } | { readonly instead: string };

/** Writes a value for a parameter `{name:Type}`. A type unknown here takes any number, text or list. */
export function writeParameter(value: Given, type: string): Written {
  try {
    const known = valueType(type);
    return { text: known === undefined ? looseText(value) : known.write(value, false) };
  } catch (error) {
    if (error instanceof Misfit) return { instead: error.message };
    throw error;
  }
}

/**
 * What a case keeps of a value: what it is, where JSON has that; else ClickHouse's own text for it.
 * The value fits its type.
 */
export function keptValue(value: Given, type: string): ParamValue {
  const known: ValueType | undefined = valueType(type);
  const plain = plainGiven(value);
  const keep = !isMap(value) && (!isList(value) || known === undefined || known.plain);
  if (plain !== undefined && keep) return plain;
  // JSON is text that is escaped when it is sent, so it is kept as it was before.
  const text = known?.write(value, false) ?? '';
  return known?.textual === true ? unescapedText(text) : text;
}

/** Texts of parameters by their names, as the server takes them. */
export type ParameterTexts = Readonly<Record<string, string>>;

/** The texts of a statement's parameters, ready to be sent as `param_name`. */
export function parameterTexts(parameters: readonly Parameter[], params: Params): ParameterTexts {
  const types = new Map(parameters.map(({ name, type }) => [name, type]));
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, textOf(value, types.get(name))]));
}

/** What does not fit is sent all the same: the server says why, and that case fails. */
function textOf(value: ParamValue, type: string | undefined): string {
  const written = type === undefined ? undefined : writeParameter(value, type);
  return written !== undefined && 'text' in written ? written.text : looseText(value);
}

function looseText(value: Given): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escapedText(value);
  if (isList(value)) return `[${value.map(looseItem).join(',')}]`;
  if (isMap(value)) throw new Misfit("ClickHouse's own text");
  return typeof value === 'object' ? value.text : String(value);
}

function looseItem(value: Given): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? `'${escapedText(value)}'` : looseText(value);
}

const unescapes: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', 0: '\0' };

function unescapedText(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, letter: string) => unescapes[letter] ?? letter);
}
