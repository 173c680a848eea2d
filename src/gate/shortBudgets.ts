import { executionsNeeded } from '../compare/timing/percentiles.ts';
import type { GateSource } from '../model/gateJudgement.ts';
import type { GateRule } from '../model/gateRules.ts';
import type { KnownCase } from './matching.ts';
import { questionsOf } from './questions.ts';

/** A budget or a margin of a percentile that a run has too few executions for, whatever they show. */
export interface ShortBudget {
  readonly metric: string;
  readonly source: GateSource;
  /** Executions of one arm that it takes at least. */
  readonly needed: number;
}

/**
 * What of the rules a run cannot answer: percentiles, at level error, that take more executions than are measured. Each metric and rule once.
 * @param cases as the baseline has them
 * @param most executions of an arm that the plan measures of a case
 * @param tail of the interval of a percentile, on each side
 */
export function shortBudgets(
  rules: readonly GateRule[],
  cases: readonly KnownCase[],
  most: number,
  tail: number,
): readonly ShortBudget[] {
  if (!rules.some(({ ask }) => ask.kind !== 'verdict' && ask.of.percentile !== null)) return [];
  const found = new Map<string, ShortBudget>();
  for (const one of cases)
    for (const { of, budget, margin } of questionsOf(
      { ...one, verdict: 'equivalent' },
      rules,
      new Set(),
    ).metrics.values()) {
      if (of.percentile === null) continue;
      const needed = executionsNeeded(of.percentile, tail);
      for (const bound of [budget, margin])
        if (bound?.level === 'error' && needed > most)
          found.set(JSON.stringify([of.name, bound.source]), { metric: of.name, source: bound.source, needed });
    }
  return [...found.values()];
}
