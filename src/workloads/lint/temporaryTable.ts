import { quoted } from '../../text/quote.ts';
import type { Found, LintContext, StatementRule } from './statementRule.ts';
import type { StatementView } from './statementView.ts';
import { commonTables, tablesOf } from './tablesRead.ts';

/** What to say of a temporary table of a setup script that a query reads. */
export function goneTemporaryTable(name: string): Pick<Found, 'what' | 'fix'> {
  return {
    what: `${quoted(name)} is a temporary table of a setup script, and gone when that script has ended`,
    fix: 'make it a table that stays, such as CREATE OR REPLACE TABLE … ENGINE = Log',
  };
}

/** Reads of tables that lasted as long as the setup script that made them. */
export const temporaryTable: StatementRule = { name: 'temporary-table', find };

function find(view: StatementView, { temporaryTables }: LintContext): readonly Found[] {
  const own = commonTables(view.read);
  return view.scopes.flatMap((scope) =>
    tablesOf(view.read, scope).flatMap(({ name, at }): readonly Found[] =>
      temporaryTables.has(name) && !own.has(name) ? [{ place: view.placeOf(at), ...goneTemporaryTable(name) }] : [],
    ),
  );
}
