import { lessDataCode } from '../../model/decided.ts';
import type { Notice } from '../../model/notice.ts';
import type { LessData } from '../../model/reason.ts';
import { plural } from '../../text/quantity.ts';

/** Why a case is not called equivalent or improved over them, and what to do. */
export function lessDataText(tables: readonly LessData[]): string {
  return `${factText(tables)} Less work over less data is no gain: give both arms the same data.`;
}

/** Of the whole run. */
export function lessDataNotice(tables: readonly LessData[]): readonly Notice[] {
  if (tables.length === 0) return [];
  const text = `${factText(tables)} No case is called equivalent or improved, there are no totals, and no gate passes. What is worse stands. Give both arms the same data, and measure again.`;
  return [{ code: lessDataCode, level: 'caution', text }];
}

const mostNamed = 5;

function factText(tables: readonly LessData[]): string {
  const [known, unknown] = [tables.filter(isKnown), tables.filter((one) => !isKnown(one))];
  return [
    ...(known.length === 0 ? [] : [`The candidate has less data: ${namedText(known)}.`]),
    ...(unknown.length === 0 ? [] : [`Whether the candidate has less data is not known: ${namedText(unknown)}.`]),
  ].join(' ');
}

function isKnown({ rows: { baseline, candidate } }: LessData): boolean {
  return baseline !== null && candidate !== null;
}

function namedText(tables: readonly LessData[]): string {
  const more = tables.length - mostNamed;
  return `${tables.slice(0, mostNamed).map(tableText).join('; ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function tableText({ table, other, rows: { baseline, candidate } }: LessData): string {
  const there = other === undefined ? 'in the candidate' : `in ${other} of the candidate`;
  return `${table} has ${rowsText(baseline)} in the baseline and ${rowsText(candidate)} ${there}`;
}

function rowsText(rows: number | null): string {
  return rows === null ? 'an unknown number of rows' : plural(rows, 'row');
}
