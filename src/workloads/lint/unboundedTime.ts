import type { Significant } from '../../sql/significant.ts';
import { quoted } from '../../text/quote.ts';
import type { Clause, SelectScope } from './selectScopes.ts';
import type { Found, LintContext, StatementRule } from './statementRule.ts';
import type { StatementView } from './statementView.ts';
import { commonTables, tablesOf } from './tablesRead.ts';

const filtering = new Set<Clause['name']>(['PREWHERE', 'WHERE', 'HAVING', 'QUALIFY']);

/**
 * Tables with a time column that a SELECT reads without mentioning that column in a filter, its own or one of a SELECT
 * around it. An alias of an expression that holds the column counts as the column.
 */
export const unboundedTime: StatementRule = {
  name: 'unbounded-time',
  canJudge: ({ knowsTables }) => knowsTables,
  find,
};

function find(view: StatementView, { timeColumns }: LintContext): readonly Found[] {
  const { read, scopes, placeOf } = view;
  const own = commonTables(read);
  return scopes.flatMap((scope) =>
    tablesOf(read, scope).flatMap(({ name, at }): readonly Found[] => {
      const columns = own.has(name) ? [] : (timeColumns.get(name) ?? []);
      if (columns.length === 0 || isFiltered(read, scope, new Set(columns))) return [];
      return [
        {
          place: placeOf(at),
          what: `${quoted(name)} is read for all times: no filter mentions ${columns.map(quoted).join(' or ')}`,
          fix: 'bound the time on both sides, or ignore the rule for a case that is meant to read all',
        },
      ];
    }),
  );
}

function isFiltered(read: Significant, scope: SelectScope, columns: ReadonlySet<string>): boolean {
  const names = new Set(columns);
  const mentions = (words: readonly number[]): boolean => words.some((at) => names.has(read.nameAt(at)));
  for (let around: SelectScope | undefined = scope; around; around = around.parent) {
    for (const clause of around.clauses) if (clause.name === 'SELECT') addAliases(read, clause, names);
    if (around.clauses.some((clause) => filtering.has(clause.name) && mentions(clause.words))) return true;
    if (around.clauses.some((clause) => clause.name === 'FROM' && joinMentions(read, clause, mentions))) return true;
  }
  return false;
}

/** True when a join's condition holds the column. */
function joinMentions(read: Significant, clause: Clause, mentions: (words: readonly number[]) => boolean): boolean {
  const on = clause.outer.find((at) => read.isWord(at, 'ON'));
  return on !== undefined && mentions(clause.words.filter((at) => at > on));
}

/** Adds the aliases in a select list of expressions that hold one of the names. */
function addAliases(read: Significant, list: Clause, names: Set<string>): void {
  const commas = new Set(list.outer.filter((at) => read.textAt(at) === ','));
  let holds = false;
  let alias = '';
  const end = (): void => {
    if (holds && alias !== '') names.add(alias);
    holds = false;
    alias = '';
  };
  for (const at of list.words) {
    if (commas.has(at)) end();
    else if (read.isWord(at - 1, 'AS')) alias = read.nameAt(at);
    else if (names.has(read.nameAt(at))) holds = true;
  }
  end();
}
