import type { GateLevel, GateSource } from '../model/gateJudgement.ts';
import type { GateRule, RuleMetric } from '../model/gateRules.ts';
import type { Verdict } from '../model/verdictKind.ts';
import { isMeant, type KnownCase } from './matching.ts';

/** Who says how loud a question is. */
export interface Loudness {
  readonly level: GateLevel;
  readonly source: GateSource;
}

export interface Bound extends Loudness {
  readonly of: RuleMetric;
  readonly most: number;
}

/** What is asked of one metric of one case, when every rule has spoken. */
export interface MetricQuestions {
  readonly of: RuleMetric;
  readonly budget: Bound | null;
  /** In the place of the usual standard. */
  readonly margin: Bound | null;
  /** Of being found worse by the usual standard; null where nobody asks. */
  readonly change: Loudness | null;
}

/** What rules say of a case. */
export interface CaseQuestions {
  /** By the name of the metric. */
  readonly metrics: ReadonlyMap<string, MetricQuestions>;
  /** How loud being regressed is where no rule names the metric; null where nobody asks. */
  readonly regressed: Loudness | null;
  /** How loud its verdict is, where it is another than regressed; null where nobody asks. */
  readonly verdict: Loudness | null;
}

/**
 * Folds the rules, in their order, into what is asked of a case: the last that matches a case and metric wins. A budget and a margin are two
 * questions, and each new one replaces the one before it; a rule with a level alone says how loud all is that was asked before.
 * @param failOn verdicts that fail where no rule speaks of them
 */
export function questionsOf(
  item: KnownCase & { readonly verdict: Verdict },
  rules: readonly GateRule[],
  failOn: ReadonlySet<Verdict>,
): CaseQuestions {
  const usual = (verdict: Verdict): Loudness | null =>
    failOn.has(verdict) ? { level: 'error', source: { kind: 'failOn' } } : null;
  const metrics = new Map<string, MetricQuestions>();
  let regressed = usual('regressed');
  let verdict = item.verdict === 'regressed' ? null : usual(item.verdict);
  const asked = (of: RuleMetric): MetricQuestions =>
    metrics.get(of.name) ?? { of, budget: null, margin: null, change: regressed };
  for (const { ask, level, source, match } of rules) {
    if (!isMeant(item, match)) continue;
    const said: Loudness = { level, source };
    switch (ask.kind) {
      case 'budget':
        metrics.set(ask.of.name, { ...asked(ask.of), budget: { ...said, of: ask.of, most: ask.max } });
        break;
      case 'margin':
        metrics.set(ask.of.name, { ...asked(ask.of), margin: { ...said, of: ask.of, most: ask.margin } });
        break;
      case 'level': {
        const { of, budget, margin } = asked(ask.of);
        metrics.set(of.name, { of, budget: louder(budget, level), margin: louder(margin, level), change: said });
        break;
      }
      case 'verdict':
        if (ask.verdict !== 'regressed') {
          if (ask.verdict === item.verdict) verdict = said;
          break;
        }
        regressed = said;
        for (const [name, one] of metrics)
          metrics.set(name, { ...one, margin: louder(one.margin, level), change: said });
        break;
    }
  }
  return { metrics, regressed, verdict };
}

/** The same bound, which its own rule still stands for. */
function louder(bound: Bound | null, level: GateLevel): Bound | null {
  return bound === null ? null : { ...bound, level };
}
