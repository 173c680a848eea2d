import { quoted } from '../../text/quote.ts';
import type { Remark } from './remark.ts';
import type { StatementView } from './statementView.ts';
import { commonTables, tablesOf } from './tablesRead.ts';

/** What to say of a temporary table of a setup script that a query reads. */
export function goneTemporaryTable(name: string): Pick<Remark, 'what' | 'fix'> {
  return {
    what: `${quoted(name)} is a temporary table of a setup script, and gone when that script has ended`,
    fix: 'make it a table that stays, such as CREATE OR REPLACE TABLE … ENGINE = Memory',
  };
}

/** Reads of tables that lasted as long as the setup script that made them. `gone` are their names. */
export function temporaryTable(view: StatementView, gone: ReadonlySet<string>): readonly Remark[] {
  const own = commonTables(view.read);
  return view.scopes.flatMap((scope) =>
    tablesOf(view.read, scope).flatMap(({ name, at }): readonly Remark[] =>
      gone.has(name) && !own.has(name)
        ? [{ rule: 'temporary-table', place: view.placeOf(at), ...goneTemporaryTable(name) }]
        : [],
    ),
  );
}
