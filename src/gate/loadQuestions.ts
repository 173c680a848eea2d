import type { GateLevel } from '../model/gateJudgement.ts';
import type { LoadMetric, LoadRule } from '../model/loadGate.ts';

/** A limit or a margin on one figure of a load, when every rule has spoken. */
export interface LoadQuestion {
  readonly of: LoadMetric;
  readonly asks: 'limit' | 'margin';
  /** A limit in the unit of the metric, or a share. */
  readonly bound: number;
  readonly level: GateLevel;
  /** The rule that the bound is of. */
  readonly source: LoadRule['source'];
}

/**
 * Folds rules, in their order, as those on comparisons are: the last on a metric wins. A limit and a margin are two questions, and a rule with
 * a level alone says how loud all is that was asked before.
 */
export function loadQuestions(rules: readonly LoadRule[]): readonly LoadQuestion[] {
  const questions = new Map<string, LoadQuestion>();
  for (const { ask, level, source } of rules) {
    const { of } = ask;
    if (ask.kind !== 'level') {
      const bound = ask.kind === 'limit' ? ask.value : ask.margin;
      questions.set(`${of.name} ${ask.kind}`, { of, asks: ask.kind, bound, level, source });
      continue;
    }
    for (const [key, one] of questions) if (one.of.name === of.name) questions.set(key, { ...one, level });
  }
  return [...questions.values()];
}
