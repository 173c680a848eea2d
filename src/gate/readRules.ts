import type { CaseMatch, GateProblem, GateRule, RuleAsk, RuleText } from '../model/gateRules.ts';
import type { LoadRule, LoadRuleAsk } from '../model/loadGate.ts';
import type { Verdict } from '../model/verdictKind.ts';
import { nearest } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';
import { loadAsk } from './loadAsk.ts';
import { loadMetric } from './loadMetrics.ts';
import { type Read, wrong } from './misread.ts';
import { budgetExamples, readBudget, readMargin } from './quantities.ts';
import { metricAdvice, ruleMetric } from './ruleMetrics.ts';

/** Where a key of a rule or an allowance stands, as `file:line:column`; without a key, where it begins. */
export type TextPlaces = (index: number, key?: string) => string;

/** Verdicts as a config may write them. */
export const ruleVerdicts: Readonly<Record<string, Verdict>> = {
  ...{ regressed: 'regressed', improved: 'improved', inconclusive: 'inconclusive', unconfirmed: 'unconfirmed' },
  ...{ 'result-changed': 'resultChanged', resultChanged: 'resultChanged', failed: 'failed' },
  ...{ added: 'added', removed: 'removed' },
};

/** Rules of a config, those on comparisons and those on load, and what is wrong with those that are none. */
export function readRules(
  texts: readonly RuleText[],
  placeOf: TextPlaces,
): {
  readonly rules: readonly GateRule[];
  readonly loadRules: readonly LoadRule[];
  readonly problems: readonly GateProblem[];
} {
  const rules: GateRule[] = [];
  const loadRules: LoadRule[] = [];
  const problems: GateProblem[] = [];
  for (const [index, text] of texts.entries()) {
    const source = { kind: 'rule', index, place: placeOf(index) } as const;
    const level = text.level ?? 'error';
    const of = text.metric === undefined ? undefined : loadMetric(text.metric);
    const ask = of === undefined ? askOf(text) : loadAsk(of, text, loadRules);
    if (!('value' in ask)) {
      const { what, fix, key } = ask;
      problems.push({ about: 'rule', place: placeOf(index, key), what, fix });
    } else if (isOfLoad(ask.value)) loadRules.push({ source, ask: ask.value, level });
    else rules.push({ source, match: matchOf(text), ask: ask.value, level });
  }
  return { rules, loadRules, problems };
}

function isOfLoad(ask: RuleAsk | LoadRuleAsk): ask is LoadRuleAsk {
  return 'of' in ask && 'kind' in ask.of;
}

function matchOf({ if: asked = {} }: RuleText): CaseMatch {
  const { name, ...tags } = asked;
  return {
    name: name === undefined ? null : String(name),
    tags: Object.entries(tags).map(([key, value]) => [key, String(value)] as const),
  };
}

function askOf(text: RuleText): Read<RuleAsk> {
  const { metric, verdict, max, margin, level, at_least: least } = text;
  if (least !== undefined)
    return wrong(
      'at_least is a least rate of a load, and this rule is about comparisons',
      'Write max, or name capacity, or good or achieved of a class: online.good.',
      'at_least',
    );
  if (metric !== undefined && verdict !== undefined)
    return wrong('a rule is about a metric or about a verdict, and this one names both', 'Write two rules.', 'verdict');
  if (verdict !== undefined) return verdictAsk(verdict, text);
  if (metric === undefined)
    return wrong('a rule names neither a metric nor a verdict', 'Write for instance metric: server_time.');
  const of = ruleMetric(metric);
  if (of === undefined) return wrong(`unknown metric ${quoted(metric)}`, metricAdvice(metric), 'metric');
  if (max !== undefined && margin !== undefined)
    return wrong('a rule has a max and a margin', 'Write two rules: a budget, and a margin.', 'margin');
  if (max !== undefined) {
    const value = readBudget(max, of.unit);
    const fix = `Write for instance max: ${budgetExamples[of.unit]}.`;
    if (value === undefined) return wrong(`${quoted(String(max))} is no budget of ${of.name}`, fix, 'max');
    return { value: { kind: 'budget', of, max: value } };
  }
  if (margin !== undefined) {
    const value = readMargin(margin);
    if (value === undefined)
      return wrong(
        `${quoted(String(margin))} is no margin`,
        'Write a percentage such as 2%, or 0.02; it is below 100%.',
        'margin',
      );
    return { value: { kind: 'margin', of, margin: value } };
  }
  if (level === undefined)
    return wrong(
      'a rule asks for nothing',
      'Add max: for a budget, margin: for a margin, or level: error, warn or off.',
    );
  if (of.percentile !== null)
    return wrong(
      `${of.name} decides no verdict, so it has no level of its own`,
      'Give it a max or a margin.',
      'metric',
    );
  return { value: { kind: 'level', of } };
}

function verdictAsk(given: string, { max, margin, level }: RuleText): Read<RuleAsk> {
  const names = Object.keys(ruleVerdicts);
  const verdict = Object.hasOwn(ruleVerdicts, given) ? ruleVerdicts[given] : undefined;
  if (given === 'equivalent') return wrong('no rule is about equivalent', 'Name a verdict that can fail.', 'verdict');
  if (verdict === undefined) {
    const near = nearest(given, names);
    const fix = near === undefined ? `Use one of ${names.join(', ')}.` : `Did you mean ${quoted(near)}?`;
    return wrong(`unknown verdict ${quoted(given)}`, fix, 'verdict');
  }
  if (max !== undefined || margin !== undefined) {
    const key = max === undefined ? 'margin' : 'max';
    return wrong(`a rule about a verdict has no ${key}`, 'Name a metric instead of the verdict, or give a level.', key);
  }
  if (level === undefined) return wrong('a rule about a verdict needs a level', 'Add level: error, warn or off.');
  return { value: { kind: 'verdict', verdict } };
}
