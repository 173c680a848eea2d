import type { LintFinding } from '../../model/lint.ts';
import { defaultLevels } from '../../model/rules.ts';
import type { Workload } from '../../model/workload.ts';
import { detachedAnnotations, type ReadWorkload } from '../readWorkload.ts';
import { limitWithoutOrder } from './limitWithoutOrder.ts';
import type { ServerSaid, StatementRemark } from './remark.ts';
import { statementView } from './statementView.ts';
import { columnsOfScripts, type TableColumns, temporaryTables } from './tableColumns.ts';
import { temporaryTable } from './temporaryTable.ts';
import { unboundedTime } from './unboundedTime.ts';
import { unpinnedClock, unstableFunctions } from './unstableFunctions.ts';
import { unusedIgnores } from './unusedIgnores.ts';
import { statementsOf } from './workloadStatements.ts';

/**
 * Everything that can be told of a workload without a server, and what a server said of it, if one was asked. The levels
 * of the manifest and the rules that a case ignores are applied; problems of reading are errors whatever they say. In
 * the order of files, lines and columns.
 */
export function lintWorkload(
  { workload, problems, detached }: ReadWorkload,
  said: ServerSaid | undefined,
): readonly LintFinding[] {
  const apart = detached.map((place) => ({ rule: 'detached-annotation' as const, place, ...detachedAnnotations }));
  const told = [...apart, ...statementRemarks(workload, said?.tables ?? new Map()), ...(said?.remarks ?? [])];
  const remarks = [...told, ...unusedIgnores(workload, told, said)];
  const findings = [
    ...problems.map((problem): LintFinding => ({ ...problem, level: 'error' })),
    ...remarks.flatMap((remark) => withLevel(remark, workload)),
  ];
  return findings.sort(inFileOrder);
}

function statementRemarks(workload: Workload, serverTables: TableColumns): readonly StatementRemark[] {
  const tables = new Map([...serverTables, ...columnsOfScripts(workload.setup, workload.lint?.timeColumns ?? [])]);
  const gone = temporaryTables(workload.setup);
  return statementsOf(workload.cases).flatMap((one) => {
    const view = statementView(one);
    const remarks = [
      ...unpinnedClock(view),
      ...unstableFunctions(view),
      ...limitWithoutOrder(view),
      ...unboundedTime(view, tables),
      ...temporaryTable(view, gone),
    ];
    return remarks.map((remark) => ({ ...remark, one }));
  });
}

function withLevel({ one, ...remark }: StatementRemark, { lint }: Workload): readonly LintFinding[] {
  const level = lint?.levels[remark.rule] ?? remark.level ?? defaultLevels[remark.rule];
  const isIgnored = one?.lintIgnore?.some(({ rule }) => rule === remark.rule) ?? false;
  return level === 'off' || isIgnored ? [] : [{ ...remark, level }];
}

function inFileOrder(a: LintFinding, b: LintFinding): number {
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.line - b.place.line || a.place.column - b.place.column;
}
