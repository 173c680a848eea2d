import type { Significant } from '../../sql/significant.ts';
import { limitClause, limitOf, rowBounds } from './rowBound.ts';
import type { Clause, SelectScope } from './selectScopes.ts';
import type { Found, StatementRule } from './statementRule.ts';
import type { StatementView } from './statementView.ts';

/**
 * LIMITs that keep an arbitrary choice of rows. None chooses where there are no more rows than it keeps, where all rows are alike,
 * and where only their being there counts.
 */
export const limitWithoutOrder: StatementRule = { name: 'limit-without-order', find };

function find({ read, scopes, placeOf }: StatementView): readonly Found[] {
  const bounds = rowBounds(read, scopes);
  return scopes.flatMap((scope): readonly Found[] => {
    const clause = limitClause(read, scope);
    if (clause === undefined || has(scope, 'ORDER') || !has(scope, 'FROM')) return [];
    const limit = limitOf(read, scope);
    const rows = bounds.beforeLimit(scope);
    const keepsAll = limit !== undefined && rows !== undefined && limit.offset === 0 && limit.rows >= rows;
    if (keepsAll || rows === 1 || limit?.rows === 0 || isAlike(read, scope) || isTested(read, scope)) return [];
    return [
      {
        place: placeOf(clause.at),
        what: 'LIMIT without ORDER BY keeps different rows each time',
        fix: 'order by columns that are unique together, so that results can be compared',
      },
    ];
  });
}

function has(scope: SelectScope, name: Clause['name']): boolean {
  return scope.clauses.some((clause) => clause.name === name);
}

/** True when nothing but literals is selected. */
function isAlike(read: Significant, scope: SelectScope): boolean {
  const list = scope.clauses.find((clause) => clause.name === 'SELECT')?.words ?? [];
  return (
    list.length > 0 &&
    list.every((at) => {
      const kind = read.tokens[at]?.kind;
      const isAlias = read.isWord(at, 'AS') || read.isWord(at - 1, 'AS');
      return kind === 'number' || kind === 'string' || read.textAt(at) === ',' || isAlias;
    })
  );
}

/** True in `EXISTS (…)`. */
function isTested(read: Significant, scope: SelectScope): boolean {
  const start = scope.clauses[0]?.at ?? 0;
  return read.textAt(start - 1) === '(' && read.isWord(start - 2, 'EXISTS');
}
