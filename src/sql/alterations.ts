import type { Significant } from './significant.ts';

/** What an ALTER may do to a table; all of it stays inside the table. */
const alterations: Readonly<Record<string, readonly string[]>> = {
  UPDATE: [],
  DELETE: [],
  MATERIALIZE: ['COLUMN', 'INDEX', 'PROJECTION', 'STATISTICS', 'TTL'],
  ADD: ['COLUMN', 'INDEX', 'PROJECTION'],
  DROP: ['COLUMN', 'INDEX', 'PROJECTION'],
  CLEAR: ['COLUMN', 'INDEX', 'PROJECTION'],
  MODIFY: ['COLUMN'],
  RENAME: ['COLUMN'],
};

const otherAlterations = new Set(
  'MOVE FETCH FREEZE UNFREEZE REPLACE ATTACH DETACH EXPORT FORGET RESET COMMENT REMOVE APPLY REWRITE UNLOCK'.split(' '),
);

/** Why a statement is not measured, and the word that shows it. */
export interface Trouble {
  readonly at: number;
  readonly reason: string;
}

/** What keeps an ALTER from being measured: it is no mutation of its table, or more than one. */
export function otherAlteration(read: Significant, after: number, outer: readonly number[]): Trouble | undefined {
  const objects = Object.hasOwn(alterations, read.upperAt(after)) ? alterations[read.upperAt(after)] : undefined;
  const isKnown = objects !== undefined && (objects.length === 0 || read.isWord(after + 1, ...objects));
  if (!isKnown) return { at: after, reason: 'this ALTER is not measured: it is no mutation of the table' };
  const next = outer.find((at) => read.textAt(at) === ',' && startsAlteration(read, at + 1));
  return next === undefined ? undefined : { at: next + 1, reason: 'an ALTER is measured one command at a time' };
}

function startsAlteration(read: Significant, at: number): boolean {
  const word = read.upperAt(at);
  return (Object.hasOwn(alterations, word) || otherAlterations.has(word)) && read.textAt(at + 1) !== '=';
}
