import type { JudgedRule } from '../../model/rules.ts';
import type { Workload } from '../../model/workload.ts';
import { quoted } from '../../text/quote.ts';
import type { ServerSaid, StatementRemark } from './remark.ts';
import { statementsOf } from './workloadStatements.ts';

/**
 * Rules that a case ignores although none of `told`, in which nothing is left out yet, is of that rule and about it. Silent
 * on rules that could not be judged: two are a server's, and one needs to know which tables have a time column.
 */
export function unusedIgnores(
  workload: Workload,
  told: readonly StatementRemark[],
  said: ServerSaid | undefined,
): readonly StatementRemark[] {
  const knowsTables = workload.setup.length > 0 || (said?.tables.size ?? 0) > 0;
  const wasJudged: Readonly<Partial<Record<JudgedRule, boolean>>> = {
    syntax: said !== undefined,
    'unknown-setting': said !== undefined,
    'unbounded-time': knowsTables,
    'unused-ignore': false,
  };
  return statementsOf(workload.cases).flatMap((one) => {
    if (one.lintIgnore === undefined) return [];
    // The bindings of one statement share its place object.
    const heard = new Set(told.filter((remark) => remark.one?.place === one.place).map((remark) => remark.rule));
    return one.lintIgnore
      .filter(({ rule }) => wasJudged[rule] !== false && !heard.has(rule))
      .map(({ rule, place }) => ({
        rule: 'unused-ignore' as const,
        place,
        one,
        what: `${quoted(rule)} is ignored here and has nothing to say`,
        fix: 'take it out of `lint-ignore`',
      }));
  });
}
