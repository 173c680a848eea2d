import type { JudgedRule } from '../../model/rules.ts';
import type { Workload } from '../../model/workload.ts';
import { quoted } from '../../text/quote.ts';
import type { StatementRemark } from './remark.ts';
import { statementsOf } from './statementView.ts';

/**
 * Rules that a case ignores although none of `told`, in which nothing is left out yet, is of that rule and about it. Silent
 * on rules that could not be judged.
 */
export function unusedIgnores(
  workload: Workload,
  told: readonly StatementRemark[],
  unjudged: ReadonlySet<JudgedRule>,
): readonly StatementRemark[] {
  return statementsOf(workload.cases).flatMap((one) => {
    if (one.lintIgnore === undefined) return [];
    // The bindings of one statement share its place object.
    const heard = new Set(told.filter((remark) => remark.one?.place === one.place).map((remark) => remark.rule));
    return one.lintIgnore
      .filter(({ rule }) => rule !== 'unused-ignore' && !unjudged.has(rule) && !heard.has(rule))
      .map(({ rule, place }) => ({
        rule: 'unused-ignore' as const,
        place,
        one,
        what: `${quoted(rule)} is ignored here but finds nothing`,
        fix: 'take it out of `lint-ignore`',
      }));
  });
}
