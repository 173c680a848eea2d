import type { Answer, Row } from './plainAnswer.ts';
import { frameOf, type Likeness, likeness, worst } from './sameCell.ts';

/** Whether a client receives the same, and where not, what differs first. */
export interface Truth {
  readonly likeness: Likeness;
  readonly what: string;
}

const same: Truth = { likeness: 'same', what: '' };

/** Compares two answers as a client would: rows that tie in all keys of the baseline may come in any order, unordered rows in any at all. */
export function compareAnswers(a: Answer, b: Answer): Truth {
  if (!equalRows(a.names, b.names)) return other('names of columns');
  if (!equalRows(a.types, b.types)) return other('types of columns');
  if (a.rows.length !== b.rows.length) return other('number of rows');
  const contents = sameInAnyOrder(a.types, a.rows, b.rows);
  if (contents === 'other') return other('values');
  const checks: readonly (readonly [string, Likeness])[] = [
    ['order', inOrder(a, b)],
    ['totals', inSequence(a.types, a.totals, b.totals)],
    ['extremes', inSequence(a.types, a.extremes, b.extremes)],
  ];
  const found = checks.find(([, one]) => one === 'other');
  if (found !== undefined) return other(found[0]);
  const unclear = worst([contents, ...checks.map(([, one]) => one)]) === 'unclear';
  return unclear ? { likeness: 'unclear', what: 'floats at the eleventh digit' } : same;
}

function other(what: string): Truth {
  return { likeness: 'other', what };
}

function equalRows(a: Row, b: Row): boolean {
  return a.length === b.length && a.every((cell, at) => cell === b[at]);
}

function rowLikeness(types: Row, a: Row, b: Row): Likeness {
  if (a.length !== b.length) return 'other';
  return worst(a.map((cell, at) => likeness(types[at] ?? '', cell, b[at] ?? '')));
}

function inSequence(types: Row, a: readonly Row[], b: readonly Row[]): Likeness {
  if (a.length !== b.length) return 'other';
  return worst(a.map((row, at) => rowLikeness(types, row, b[at] ?? [])));
}

/** The rows of one tie of the baseline are the candidate's at the same places, in any order. */
function inOrder(a: Answer, b: Answer): Likeness {
  const ends = [...endsOfTies(a), a.rows.length];
  const found: Likeness[] = [];
  let start = 0;
  for (const end of ends) {
    found.push(sameInAnyOrder(a.types, a.rows.slice(start, end), b.rows.slice(start, end)));
    start = end;
  }
  return worst(found);
}

/** Where the next row has other keys; keys that only differ in the last digits of a float are no others. */
function endsOfTies({ keys, keyTypes }: Answer): readonly number[] {
  const ends: number[] = [];
  for (let at = 1; at < (keys?.length ?? 0); at++)
    if (rowLikeness(keyTypes, keys?.[at - 1] ?? [], keys?.[at] ?? []) === 'other') ends.push(at);
  return ends;
}

/** Pairs each row with one that is like it. Rows with the same frame, which is all but floats, are tried alone. */
function sameInAnyOrder(types: Row, a: readonly Row[], b: readonly Row[]): Likeness {
  const frame = (row: Row): string => row.map((cell, at) => frameOf(types[at] ?? '', cell)).join('\t');
  const waiting = new Map<string, Row[]>();
  for (const row of b) {
    const of = waiting.get(frame(row));
    if (of === undefined) waiting.set(frame(row), [row]);
    else of.push(row);
  }
  const found: Likeness[] = [];
  for (const row of a) {
    const candidates = waiting.get(frame(row)) ?? [];
    const exact = candidates.findIndex((one) => equalRows(row, one));
    const at = exact >= 0 ? exact : nearest(types, row, candidates);
    if (at < 0) return 'other';
    found.push(rowLikeness(types, row, candidates[at] ?? []));
    candidates.splice(at, 1);
  }
  return worst(found);
}

function nearest(types: Row, row: Row, candidates: readonly Row[]): number {
  const alike = candidates.map((one) => rowLikeness(types, row, one));
  const at = alike.indexOf('same');
  return at >= 0 ? at : alike.indexOf('unclear');
}
