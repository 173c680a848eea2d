import { escapedText, quotedText } from '../literals.ts';
import { type Given, isList, isMap, Misfit, Verbatim } from './given.ts';
import type { LiteralCursor } from './literalCursor.ts';
import { text as givenText } from './texts.ts';

/** A type of ClickHouse, as far as its parameters go. */
export interface ValueType {
  /** A list of such values that is kept as the list it is: numbers, text, true, false, null, and lists of these. */
  readonly plain: boolean;
  /** Whether it is text in quotes within a literal. */
  readonly textual: boolean;
  /**
   * The text the server is sent for a parameter, or that stands within a literal of another type.
   * @throws Misfit for a value that the server would refuse, or take for another
   */
  write(value: Given, nested: boolean): string;
  /** Reads a literal of this type. @throws Unreadable */
  read(cursor: LiteralCursor): Given;
}

export function leaf(write: (value: Given) => string): ValueType {
  return {
    plain: true,
    textual: false,
    write: (value) => (value instanceof Verbatim ? value.text : write(value)),
    read: (cursor) => cursor.scalar(),
  };
}

export function quoted(write: (value: Given) => string): ValueType {
  return {
    plain: true,
    textual: true,
    write(value, nested) {
      if (value instanceof Verbatim) return value.text;
      return nested ? quotedText(write(value)) : escapedText(write(value));
    },
    read: (cursor) => cursor.scalar(),
  };
}

export function nullable(inner: ValueType): ValueType {
  return {
    ...inner,
    write(value, nested) {
      if (value !== null) return inner.write(value, nested);
      return nested ? 'NULL' : '\\N';
    },
    read: (cursor) => (cursor.takesNull() ? null : inner.read(cursor)),
  };
}

/** The server makes text of a parameter of this type, so text is all that is taken; within another type it tells types apart. */
export const dynamic: ValueType = {
  plain: false,
  textual: false,
  write(value, nested) {
    if (nested) return looseLiteral(value);
    if (typeof value !== 'string')
      throw new Misfit('text, or another type: the server makes text of a Dynamic parameter');
    return escapedText(givenText(value));
  },
  read: (cursor) => cursor.verbatim(),
};

export const unknownType: ValueType = {
  plain: false,
  textual: false,
  write: (value, nested) => (nested ? looseLiteral(value) : escapedText(givenText(value))),
  read: (cursor) => cursor.verbatim(),
};

/** A literal whose type shows by its form. */
function looseLiteral(value: Given): string {
  if (value === null) return 'NULL';
  if (value instanceof Verbatim) return value.text;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quotedText(givenText(value));
  if (isList(value)) return `[${value.map(looseLiteral).join(',')}]`;
  if (isMap(value)) return `{${[...value].map(([key, one]) => `${looseLiteral(key)}:${looseLiteral(one)}`).join(',')}}`;
  const text = typeof value === 'number' ? String(value) : value.text;
  if (/^-?\d{1,19}$/.test(text) || typeof value === 'number') return text;
  throw new Misfit('a number that a double keeps, or a type that says how many digits it has');
}

export function refused(name: string): ValueType {
  const refuse = (): never => {
    const instead = `a parameter of another type: the server takes none of type ${name}`;
    throw new Misfit(instead);
  };
  return { plain: false, textual: false, write: refuse, read: refuse };
}
