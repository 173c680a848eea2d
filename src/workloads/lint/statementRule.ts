import type { JudgedRule } from '../../model/rules.ts';
import type { Remark } from './remark.ts';
import type { StatementView } from './statementView.ts';
import type { TableColumns } from './tableColumns.ts';

/** What a rule may know beside the statement. */
export interface LintContext {
  /** Time columns of tables, by the workload's own schema scripts and by the server that was asked. */
  readonly timeColumns: TableColumns;
  /** False when neither a script nor a server says which tables there are. */
  readonly knowsTables: boolean;
  /** Names of temporary tables of setup scripts, which are gone when their script has ended. */
  readonly temporaryTables: ReadonlySet<string>;
}

/**
 * A rule that goes by the words of a statement. Its level and what it is about stand in `model/rules.ts`, under its name; the list
 * of all such rules is `statementRules.ts`.
 */
export interface StatementRule {
  readonly name: JudgedRule;
  /** Absent: always. Where it cannot judge, nobody is told that ignoring it is of no use. */
  readonly canJudge?: (context: LintContext) => boolean;
  readonly find: (view: StatementView, context: LintContext) => readonly Found[];
}

/** What a rule found in a statement: where, what, and how to fix it. */
export type Found = Pick<Remark, 'place' | 'what' | 'fix'>;
