import type { Place } from '../../model/errors.ts';
import type { Case } from '../../model/workload.ts';
import { type Significant, significant } from '../../sql/significant.ts';
import { type Token, tokenize } from '../../sql/sqlLexer.ts';
import { type SelectScope, selectScopes } from './selectScopes.ts';

/** A statement as the rules see it. The bindings of one statement share a view. */
export interface StatementView {
  readonly one: Case;
  readonly tokens: readonly Token[];
  readonly read: Significant;
  readonly scopes: readonly SelectScope[];
  /** Where an offset of the statement's text stands in its file. */
  placeAt(offset: number): Place;
  /** Where a word stands. */
  placeOf(at: number): Place;
}

export function statementView(one: Case): StatementView {
  const tokens = tokenize(one.sql);
  const read = significant(one.sql, tokens);
  const placeAt = (offset: number): Place => placeWithin(one, offset);
  return {
    one,
    tokens,
    read,
    scopes: selectScopes(read),
    placeAt,
    placeOf: (at) => placeAt(read.tokens[at]?.start ?? 0),
  };
}

/** A case's text is a stretch of its file, so places in it follow from where it begins. */
export function placeWithin({ sql, place }: Pick<Case, 'sql' | 'place'>, offset: number): Place {
  const before = sql.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  if (lineStart === 0) return { ...place, column: place.column + offset };
  return { file: place.file, line: place.line + before.split('\n').length - 1, column: offset - lineStart + 1 };
}

/** The cases of a workload by statement: the first binding of each. */
export function statementsOf(cases: readonly Case[]): readonly Case[] {
  // The bindings of one statement share its place object.
  return [...new Map(cases.map((one) => [one.place, one])).values()];
}
