/** What numbers in a column can be: none that are floats, floats alone, or both, where only its look tells a number. */
export type NumbersOf = 'exact' | 'floats' | 'any';

const floatTypes = /\b(B?Float(16|32|64)|Point|Ring|LineString|MultiLineString|Polygon|MultiPolygon|Geometry)\b/;
const openTypes = /\b(Dynamic|JSON|Object|Variant|Nothing)\b/;
const otherNumbers = /\bU?Int\d+\b|\bInterval\w+/;

/** Whether a column of this type holds values of any type: of a number it cannot be told then whether it was text. */
export function isOpenType(type: string): boolean {
  return openTypes.test(withoutNames(type));
}

/**
 * @param type as the server writes it; names of elements and of enum values are not types
 */
export function numbersOf(type: string): NumbersOf {
  const words = withoutNames(type);
  if (openTypes.test(words)) return 'any';
  if (!floatTypes.test(words)) return 'exact';
  return otherNumbers.test(words) ? 'any' : 'floats';
}

function withoutNames(type: string): string {
  return type.replace(/'(?:\\.|''|[^'\\])*'|`(?:\\.|[^`\\])*`/g, '');
}

/** The cells of a row `[1, "a, b", {"c":[2]}]` as they are written, in linear time. */
export function cellsOf(line: string): readonly string[] {
  const cells: string[] = [];
  let depth = 0;
  let start = 1;
  for (let at = 0; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === quote) at = endOfText(line, at);
    else if (code === openBracket || code === openBrace) depth += 1;
    else if (code === closeBracket || code === closeBrace) depth -= 1;
    else if (code === comma && depth === 1) {
      cells.push(line.slice(start, at).trimStart());
      start = at + 1;
    }
  }
  const last = line.slice(start, -1).trimStart();
  return cells.length === 0 && last === '' ? [] : [...cells, last];
}

const [quote, comma, backslash] = [34, 44, 92];
const [openBracket, closeBracket, openBrace, closeBrace] = [91, 93, 123, 125];

/** The place of the closing quote of a text that begins here. */
function endOfText(line: string, start: number): number {
  for (let at = start + 1; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === backslash) at += 1;
    else if (code === quote) return at;
  }
  return line.length;
}

const number = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/gs;

/** What stands before, between and behind the floats of a cell, and the floats. */
export interface FloatsApart {
  readonly texts: string[];
  readonly floats: number[];
}

/** Below it two whole numbers are never taken for one another, however a float is cut: see `PartDigester`. */
const smallWhole = 2 ** 22;

/**
 * Takes the floats out of a cell. A sum of floats may happen to be whole in one reading, so small whole numbers count as floats where
 * floats can be; larger ones stay in the text: whole numbers are exact, and to cut them could hide a difference.
 *
 * @param mostWhole whole numbers of this size and more stay in the text
 */
export function floatsApart(cell: string, numbers: NumbersOf, mostWhole: number = smallWhole): FloatsApart {
  if (numbers === 'exact') return { texts: [cell], floats: [] };
  // Most cells are one number, which needs no search.
  if (startsNumber(cell))
    return isWhole(cell, numbers, mostWhole)
      ? { texts: [cell], floats: [] }
      : { texts: ['', ''], floats: [Number(cell)] };
  const apart: FloatsApart = { texts: [], floats: [] };
  let start = 0;
  for (const match of cell.matchAll(number)) {
    const [text] = match;
    if (text.startsWith('"') || isWhole(text, numbers, mostWhole)) continue;
    apart.texts.push(withoutSignOfNan(cell.slice(start, match.index)));
    apart.floats.push(Number(text));
    start = match.index + text.length;
  }
  apart.texts.push(withoutSignOfNan(cell.slice(start)));
  return apart;
}

/** A float above 2^53 is never anything but whole, and its last digits are as those of any. */
function isWhole(text: string, numbers: NumbersOf, least: number): boolean {
  const size = Math.abs(Number(text));
  return size >= least && (numbers === 'any' || size <= Number.MAX_SAFE_INTEGER) && /^-?\d+$/.test(text);
}

function startsNumber(cell: string): boolean {
  const code = cell.charCodeAt(0);
  return code === minus || (code >= zero && code <= nine);
}

const [minus, zero, nine] = [45, 48, 57];

/** The server writes the sign that a calculation leaves on a number that is none. */
function withoutSignOfNan(text: string): string {
  return text.includes('"-nan"') ? text.replaceAll('"-nan"', '"nan"') : text;
}

/** A text with others in the place of its floats. */
export function joined({ texts, floats }: FloatsApart, replace: (value: number) => string): string {
  let text = texts[0] ?? '';
  for (const [at, value] of floats.entries()) text += replace(value) + (texts[at + 1] ?? '');
  return text;
}

/** The cells of a row put together, with its floats apart; `mostWhole` as for `floatsApart`. */
export function rowApart(cells: readonly string[], numbers: readonly NumbersOf[], mostWhole?: number): FloatsApart {
  const row: FloatsApart = { texts: [''], floats: [] };
  for (const [at, cell] of cells.entries()) {
    const { texts, floats } = floatsApart(cell, numbers[at] ?? 'exact', mostWhole);
    row.texts[row.texts.length - 1] += `${at === 0 ? '' : ','}${texts[0]}`;
    for (const [index, value] of floats.entries()) {
      row.floats.push(value);
      row.texts.push(texts[index + 1] ?? '');
    }
  }
  return row;
}
