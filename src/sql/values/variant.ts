import { type Given, isList, isMap, Misfit, Verbatim } from './given.ts';
import type { ValueType } from './valueType.ts';
import { escapedText } from './writtenText.ts';

/** One of several types. The server goes by the look of the text, so text that looks like two of them is refused. */
export function variantOf(alternatives: readonly ValueType[]): ValueType {
  const taking = (value: Given, nested: boolean): readonly ValueType[] =>
    alternatives.filter((one) => fits(one, value, nested));
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
  // Within a literal a number in quotes is text, and nothing else.
  if (nested && typeof value === 'string' && !type.textual) return false;
  try {
    type.write(value, nested);
    return true;
  } catch (error) {
    if (error instanceof Misfit) return false;
    throw error;
  }
}
