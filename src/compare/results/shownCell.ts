import type { Cell } from '../../model/rowDifference.ts';
import { textOf } from './differentRows.ts';

/** Puts another text in the place of one, always the same for the same. */
export type Mask = (text: string) => string;

const longestCell = 60;
/** Kept before the first character in which two long cells differ. */
const lead = 15;
/** No cell shows more, so no more is disguised. */
const longestMasked = 4096;

const plainWord =
  /^(?:U?Int\d+|B?Float\d+|Decimal\d*|Bool|Date(?:32)?|DateTime(?:32|64)?|Time(?:64)?|Interval\w+|Nothing|Nullable|LowCardinality|Array|Tuple|Map)$/;

/** Whether values of a type, as DESCRIBE writes it, are numbers and moments alone. Names inside a tuple are anybody's words. */
export function isPlainType(type: string): boolean {
  const words = type.replace(/'(?:\\.|[^'\\])*'/g, '').match(/[A-Za-z_`]\w*/g) ?? [];
  return words.every((word) => plainWord.test(word));
}

/** A value as the text of a cell, not yet cut; every text in it is masked, unless its type holds none. */
export function cellText(value: unknown, type: string, mask: Mask | null): Cell {
  return textOf(mask === null || isPlainType(type) ? value : masked(value, mask));
}

/** Two cells that stand side by side, cut. When both are long, both begin shortly before they differ. */
export function cutTogether(baseline: Cell, candidate: Cell): readonly [Cell, Cell] {
  if (baseline === null || candidate === null) return [cutCell(baseline), cutCell(candidate)];
  const isLong = Math.min(baseline.length, candidate.length) > longestCell;
  const from = isLong ? Math.max(0, firstDifference(baseline, candidate) - lead) : 0;
  return [cutCell(baseline, from), cutCell(candidate, from)];
}

/** `the first 60 characters… (1204 characters)`; a cell that is cut says how long it is. */
export function cutCell(text: Cell, from = 0): Cell {
  if (text === null || (from === 0 && text.length <= longestCell)) return text;
  const start = isLowSurrogate(text, from) ? from - 1 : from;
  const kept = Array.from(text.slice(start, start + 2 * longestCell))
    .slice(0, longestCell)
    .join('');
  const isCut = start + kept.length < text.length;
  return `${start > 0 ? '…' : ''}${kept}${isCut ? '…' : ''} (${text.length} characters)`;
}

function masked(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return mask(value.slice(0, longestMasked)) + '·'.repeat(tailOf(value));
  if (Array.isArray(value)) return value.map((one) => masked(one, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [mask(key), masked(one, mask)]));
}

/** Characters that stand for a rest too long to be disguised, so that a length stays what it is. */
function tailOf(text: string): number {
  return Math.max(0, text.length - longestMasked);
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}
