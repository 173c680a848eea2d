import type { LintFinding } from '../../model/lint.ts';
import type { JudgedRule, LintLevel } from '../../model/rules.ts';
import type { Case, Workload } from '../../model/workload.ts';
import { detachedAnnotations, type ReadWorkload } from '../readWorkload.ts';
import { limitWithoutOrder } from './limitWithoutOrder.ts';
import type { Remark } from './remark.ts';
import { statementView } from './statementView.ts';
import { columnsOfScripts, type TableColumns } from './tableColumns.ts';
import { unboundedTime } from './unboundedTime.ts';
import { unpinnedClock, unstableFunctions } from './unstableFunctions.ts';

/** How loud a rule is where the manifest does not say. */
export const defaultLevels: Readonly<Record<JudgedRule, LintLevel>> = {
  syntax: 'error',
  'unknown-setting': 'error',
  'detached-annotation': 'warning',
  'unpinned-clock': 'warning',
  'random-function': 'warning',
  'server-function': 'warning',
  'limit-without-order': 'warning',
  'unbounded-time': 'warning',
  'any-value': 'note',
};

/** What was said of one statement, by a rule here or by a server. `one` is absent for what belongs to no statement. */
export interface StatementRemark extends Remark {
  readonly one?: Case;
}

/**
 * Everything that can be told of a workload without a server, and what a server told of it. The levels of the
 * manifest and the rules that a case ignores are applied; problems of reading are errors whatever they say. In the
 * order of files, lines and columns.
 */
export function lintWorkload(
  { workload, problems, detached }: ReadWorkload,
  told: readonly StatementRemark[],
  serverTables: TableColumns,
): readonly LintFinding[] {
  const apart = detached.map((place) => ({ rule: 'detached-annotation' as const, place, ...detachedAnnotations }));
  const remarks = [...apart, ...statementRemarks(workload, serverTables), ...told];
  const findings = [
    ...problems.map((problem): LintFinding => ({ ...problem, level: 'error' })),
    ...remarks.flatMap((remark) => withLevel(remark, workload)),
  ];
  return findings.sort(inFileOrder);
}

/** The cases of a workload by statement: the first binding of each. */
export function statementsOf(cases: readonly Case[]): readonly Case[] {
  // The bindings of one statement share its place object.
  return [...new Map(cases.map((one) => [one.place, one])).values()];
}

function statementRemarks(workload: Workload, serverTables: TableColumns): readonly StatementRemark[] {
  const tables = new Map([...serverTables, ...columnsOfScripts(workload.setup, workload.lint?.timeColumns ?? [])]);
  return statementsOf(workload.cases).flatMap((one) => {
    const view = statementView(one);
    const remarks = [
      ...unpinnedClock(view),
      ...unstableFunctions(view),
      ...limitWithoutOrder(view),
      ...unboundedTime(view, tables),
    ];
    return remarks.map((remark) => ({ ...remark, one }));
  });
}

function withLevel({ one, ...remark }: StatementRemark, { lint }: Workload): readonly LintFinding[] {
  const level = lint?.levels[remark.rule] ?? defaultLevels[remark.rule];
  return level === 'off' || one?.lintIgnore?.includes(remark.rule) ? [] : [{ ...remark, level }];
}

function inFileOrder(a: LintFinding, b: LintFinding): number {
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.line - b.place.line || a.place.column - b.place.column;
}
