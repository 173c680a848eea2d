import { diffLines } from 'diff';
import type { ArmText, CaseComparison } from '../../model/comparison.ts';
import type { Checkout } from '../words/reportLink.ts';
import { authored } from '../words/sqlDiff.ts';

/** Where a change stands in a file that its author edits. Lines and columns count from 1. */
export interface ChangedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The last line of the change, and one beyond its last column; absent where only the statement is known. */
  readonly end?: { readonly line: number; readonly column: number };
}

/** Beyond this many edits a comparison of lines costs seconds: then the whole statement counts as changed. */
const mostEdits = 500;

/**
 * The first lines that the author changed in a case, else where its statement begins: in the candidate, or in the baseline where the
 * candidate has it no more. Undefined for what stands in no file, such as a query of the command line.
 *
 * @param checkout whose root paths begin at; absent: they stay as they were recorded
 */
export function changedPlace(
  { baseline, candidate }: Pick<CaseComparison, 'baseline' | 'candidate'>,
  checkout?: Checkout,
): ChangedPlace | undefined {
  const shown = candidate ?? baseline;
  const start = shown === null ? undefined : placeOf(shown.place);
  if (shown === null || start === undefined) return undefined;
  const file = pathInCheckout(start.file, checkout);
  if (baseline === null || candidate === null) return { ...start, file };
  const change = changedLines(baseline, candidate);
  if (change === undefined) return { ...start, file };
  const columnOf = (line: number): number => (line === 0 ? start.column : 1);
  const last = authored(candidate).split('\n')[change.last] ?? '';
  return {
    file,
    line: start.line + change.first,
    column: columnOf(change.first),
    end: { line: start.line + change.last, column: columnOf(change.last) + Math.max(1, last.length) },
  };
}

/** `file:line:column`; undefined where the text came from no file. */
function placeOf(place: string): { readonly file: string; readonly line: number; readonly column: number } | undefined {
  const [, file = '', line, column] = /^([^\r\n]+\.sql):(\d{1,9}):(\d{1,9})$/i.exec(place) ?? [];
  return file === '' ? undefined : { file, line: Number(line), column: Number(column) };
}

/** The first stretch of changed lines of the candidate, counted from 0; undefined where its text is the same. */
function changedLines(
  baseline: ArmText,
  candidate: ArmText,
): { readonly first: number; readonly last: number } | undefined {
  const [before, after] = [`${authored(baseline)}\n`, `${authored(candidate)}\n`];
  if (before === after) return undefined;
  const lines = after.split('\n').length - 1;
  const changes = diffLines(before, after, { maxEditLength: mostEdits });
  if (changes === undefined) return { first: 0, last: lines - 1 };
  let at = 0;
  for (const [index, { added, removed, count }] of changes.entries()) {
    if (added) return { first: at, last: at + count - 1 };
    if (removed) {
      const next = changes[index + 1];
      if (next?.added) return { first: at, last: at + next.count - 1 };
      // Lines that are gone are shown at the one that stands there now.
      const there = Math.min(at, lines - 1);
      return { first: there, last: there };
    }
    at += count;
  }
  return undefined;
}

/** From the root of the repository, with `/`; as it was recorded where it lies outside, or nobody knows the root. */
export function pathInCheckout(file: string, checkout: Checkout | undefined): string {
  const path = file.replaceAll('\\', '/');
  if (checkout === undefined) return path;
  if (!path.startsWith('/')) return joined(checkout.folder, path) ?? path;
  const root = `${checkout.root.replaceAll('\\', '/').replace(/\/+$/, '')}/`;
  return path.startsWith(root) ? path.slice(root.length) : path;
}

/** Undefined for a path that leaves the root. */
function joined(folder: string, path: string): string | undefined {
  const parts: string[] = [];
  for (const part of [...folder.replaceAll('\\', '/').split('/'), ...path.split('/')]) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
