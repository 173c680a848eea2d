import type { Place } from '../../model/errors.ts';
import type { JudgedRule, LintLevel } from '../../model/rules.ts';
import type { Case } from '../../model/workload.ts';
import type { TableColumns } from './tableColumns.ts';

/** What a rule found, before the workload's levels are applied. */
export interface Remark {
  readonly rule: JudgedRule;
  /** Where it is milder than the rule's default. */
  readonly level?: LintLevel;
  readonly place: Place;
  readonly what: string;
  readonly fix: string;
}

/** What was said of one statement, by a rule here or by a server. `one` is absent for what belongs to no statement. */
export interface StatementRemark extends Remark {
  readonly one?: Case;
}

/** What a server said of a workload. */
export interface ServerSaid {
  readonly remarks: readonly StatementRemark[];
  /** Its tables that have one of the time columns asked for. */
  readonly tables: TableColumns;
}
