import { escapedText } from '../literals.ts';
import { type Given, isList, isMap, Misfit, Verbatim } from './given.ts';
import { LiteralCursor, Unreadable } from './literalCursor.ts';
import type { ValueType } from './valueType.ts';

export function arrayOf(item: ValueType): ValueType {
  const read = (cursor: LiteralCursor): Given => {
    const items: Given[] = [];
    cursor.expect('[');
    cursor.items(']', () => items.push(item.read(cursor)));
    return items;
  };
  return composite(item.plain, read, 'a list like [1, 2]', (value) => {
    if (!isList(value)) throw new Misfit('a list like [1, 2]');
    return within('a list, each item', () => `[${value.map((one) => item.write(one, true)).join(',')}]`);
  });
}

export function mapOf(key: ValueType, item: ValueType): ValueType {
  const instead = "a map like {k: v}, or text like {'k': 'v'}";
  const read = (cursor: LiteralCursor): Given => {
    const found: Given[] = [];
    cursor.expect('{');
    cursor.items('}', () => {
      const name = key.read(cursor);
      cursor.expect(':');
      found.push([name, item.read(cursor)]);
    });
    return found;
  };
  return composite(false, read, instead, (value) => {
    const pairs = isMap(value) ? [...value] : isList(value) ? value.map((pair) => pairOf(pair, instead)) : undefined;
    if (pairs === undefined) throw new Misfit(instead);
    const texts = pairs.map(([name, one]) => {
      const keyText = within('a map, each key', () => key.write(name, true));
      return `${keyText}:${within('a map, each value', () => item.write(one, true))}`;
    });
    return `{${texts.join(',')}}`;
  });
}

function pairOf(pair: Given, instead: string): readonly [Given, Given] {
  if (!isList(pair) || pair.length !== 2) throw new Misfit(instead);
  return [pair[0] ?? null, pair[1] ?? null];
}

export interface TupleElement {
  readonly name: string | undefined;
  readonly type: ValueType;
}

export function tupleOf(elements: readonly TupleElement[]): ValueType {
  const count = `${elements.length} value${elements.length === 1 ? '' : 's'}`;
  const instead = `a list of ${count}, or text like ('a', 1)`;
  const read = (cursor: LiteralCursor): Given => {
    const items: Given[] = [];
    cursor.expect('(');
    cursor.items(')', (index) => {
      const type = elements[index]?.type;
      if (type === undefined) throw new Unreadable();
      items.push(type.read(cursor));
    });
    return items;
  };
  return composite(false, read, instead, (value) => {
    const items = isMap(value) ? byName(value, elements) : value;
    if (!isList(items) || items.length !== elements.length) throw new Misfit(instead);
    const texts = elements.map(({ name, type }, index) =>
      within(`a tuple whose ${name ?? `value ${index + 1}`} is`, () => type.write(items[index] ?? null, true)),
    );
    return `(${texts.join(',')})`;
  });
}

function byName(value: ReadonlyMap<Given, Given>, elements: readonly TupleElement[]): readonly Given[] {
  const names = elements.map((one) => one.name);
  const unknown = [...value.keys()].some((key) => typeof key !== 'string' || !names.includes(key));
  const missing = names.some((name) => name === undefined || !value.has(name));
  if (unknown || missing) throw new Misfit(`a map of ${names.map((name) => name ?? 'unnamed').join(', ')}, or a list`);
  return names.map((name) => value.get(name ?? '') ?? null);
}

/** A type whose values may be given as ClickHouse's own text: that is read, and written anew. */
function composite(
  plain: boolean,
  read: (cursor: LiteralCursor) => Given,
  instead: string,
  write: (value: Given) => string,
): ValueType {
  return {
    plain,
    textual: false,
    read,
    write(value) {
      if (value instanceof Verbatim) return value.text;
      if (typeof value !== 'string') return write(value);
      return write(readWhole(value, read, instead));
    },
  };
}

function readWhole(text: string, read: (cursor: LiteralCursor) => Given, instead: string): Given {
  const cursor = new LiteralCursor(text);
  try {
    const value = read(cursor);
    cursor.expectEnd();
    return value;
  } catch (error) {
    if (error instanceof Unreadable) throw new Misfit(instead);
    throw error;
  }
}

function within<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Misfit) throw new Misfit(`${where} ${error.message}`);
    throw error;
  }
}

/** One of several types. The server goes by the look of the text, so text that looks like two of them is refused. */
export function variantOf(alternatives: readonly ValueType[]): ValueType {
  const taking = (value: Given, nested: boolean): readonly ValueType[] => {
    const fitting = alternatives.filter((one) => fits(one, value, nested));
    const textual = fitting.filter((one) => one.textual);
    // Text within a literal is text wherever text is among the types, also text that looks like a list.
    return nested && typeof value === 'string' && textual.length > 0 ? textual : fitting;
  };
  return {
    plain: false,
    textual: false,
    read: (cursor) => cursor.verbatim(),
    write(value, nested) {
      if (value instanceof Verbatim) return value.text;
      if (value === null) return nested ? 'NULL' : '\\N';
      const found = taking(value, nested);
      const [first] = found;
      if (first === undefined) throw new Misfit('a value of one of its types');
      if (typeof value === 'string' && found.length > 1)
        throw new Misfit('text that reads as one of its types alone, or a parameter of that type');
      if (nested) return first.write(value, true);
      if (isList(value) || isMap(value)) throw new Misfit("ClickHouse's own text, like ['a'] or (1, 'a') in quotes");
      // The server undoes escapes twice: once for the variant, once for what it holds.
      return escapedText(first.write(value, false));
    },
  };
}

function fits(type: ValueType, value: Given, nested: boolean): boolean {
  // Within a literal a number in quotes is text, and nothing else; ClickHouse's own text of a list, tuple or map is written anew.
  if (nested && typeof value === 'string' && !type.textual && !/^\s*[[({]/.test(value)) return false;
  try {
    type.write(value, nested);
    return true;
  } catch (error) {
    if (error instanceof Misfit) return false;
    throw error;
  }
}
