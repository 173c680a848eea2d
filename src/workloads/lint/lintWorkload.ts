import type { LintFinding } from '../../model/lint.ts';
import { isServerRule, judgedRules, lintRules } from '../../model/rules.ts';
import type { Workload } from '../../model/workload.ts';
import { detachedAnnotations, type ReadWorkload } from '../readWorkload.ts';
import type { ServerSaid, StatementRemark } from './remark.ts';
import type { LintContext, StatementRule } from './statementRule.ts';
import { statementRules } from './statementRules.ts';
import { statementsOf, statementView } from './statementView.ts';
import { columnsOfScripts, temporaryTables } from './tableColumns.ts';
import { unusedIgnores } from './unusedIgnores.ts';

/**
 * Everything that can be told of a workload without a server, and what a server said of it, if one was asked. The levels
 * of the manifest and the rules that a case ignores are applied; problems of reading are errors whatever they say. In
 * the order of files, lines and columns.
 */
export function lintWorkload(
  { workload, problems, detached }: ReadWorkload,
  said: ServerSaid | undefined,
  rules: readonly StatementRule[] = statementRules,
): readonly LintFinding[] {
  const apart = detached.map((place) => ({ rule: 'detached-annotation' as const, place, ...detachedAnnotations }));
  const context = contextOf(workload, said);
  const told = [...apart, ...statementRemarks(workload, rules, context), ...(said?.remarks ?? [])];
  const unjudged = new Set([
    ...judgedRules.filter((name) => said === undefined && isServerRule(name)),
    ...rules.filter(({ canJudge }) => canJudge?.(context) === false).map(({ name }) => name),
  ]);
  const remarks = [...told, ...unusedIgnores(workload, told, unjudged)];
  const findings = [
    ...problems.map((problem): LintFinding => ({ ...problem, level: 'error' })),
    ...remarks.flatMap((remark) => withLevel(remark, workload)),
  ];
  return findings.sort(inFileOrder);
}

function contextOf(workload: Workload, said: ServerSaid | undefined): LintContext {
  const ofScripts = columnsOfScripts(workload.setup, workload.lint?.timeColumns ?? []);
  return {
    timeColumns: new Map([...(said?.tables ?? []), ...ofScripts]),
    knowsTables: workload.setup.length > 0 || (said?.tables.size ?? 0) > 0,
    temporaryTables: temporaryTables(workload.setup),
  };
}

function statementRemarks(
  workload: Workload,
  rules: readonly StatementRule[],
  context: LintContext,
): readonly StatementRemark[] {
  return statementsOf(workload.cases).flatMap((one) => {
    const view = statementView(one);
    return rules.flatMap(({ name, find }) => find(view, context).map((found) => ({ rule: name, ...found, one })));
  });
}

function withLevel({ one, ...remark }: StatementRemark, { lint }: Workload): readonly LintFinding[] {
  const level = lint?.levels[remark.rule] ?? remark.level ?? lintRules[remark.rule].level;
  const isIgnored = one?.lintIgnore?.some(({ rule }) => rule === remark.rule) ?? false;
  return level === 'off' || isIgnored ? [] : [{ ...remark, level }];
}

function inFileOrder(a: LintFinding, b: LintFinding): number {
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.line - b.place.line || a.place.column - b.place.column;
}
