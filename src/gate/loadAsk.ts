import type { RuleText } from '../model/gateRules.ts';
import type { LoadMetric, LoadRule, LoadRuleAsk } from '../model/loadGate.ts';
import { quoted } from '../text/quote.ts';
import { isRate, loadUnit } from './loadMetrics.ts';
import { type Read, wrong } from './misread.ts';
import { readBudget, readMargin } from './quantities.ts';

/**
 * What a rule on load asks.
 * @param before rules on load that stand before it
 */
export function loadAsk(of: LoadMetric, text: RuleText, before: readonly LoadRule[]): Read<LoadRuleAsk> {
  const { max, at_least: least, margin, level, verdict } = text;
  if (verdict !== undefined)
    return wrong('a rule is about a metric or about a verdict, and this one names both', 'Write two rules.', 'verdict');
  if (text.if !== undefined)
    return wrong(`${of.name} is of a load and not of cases, so that it has no if`, 'Leave if out.', 'if');
  if ([max, least, margin].filter((one) => one !== undefined).length > 1)
    return wrong('a rule asks for two things', 'Write a rule for each.', margin === undefined ? 'at_least' : 'margin');
  if (margin !== undefined) return marginAsk(of, margin);
  if (max !== undefined && isRate(of))
    return wrong(`${of.name} is a rate, and more of it is better`, 'Write at_least: 40.', 'max');
  if (least !== undefined && !isRate(of))
    return wrong(`less of ${of.name} is better`, `Write max: ${example(of)}.`, 'at_least');
  if (max !== undefined) return limit(of, max, 'max', 'budget');
  if (least !== undefined) return limit(of, least, 'at_least', 'least rate');
  const limited = before.some(({ ask }) => ask.kind !== 'level' && ask.of.name === of.name);
  if (level === undefined || !limited)
    return wrong(
      `a rule asks for nothing${level === undefined ? '' : `: no rule before it asks anything of ${of.name}`}`,
      `Add ${isRate(of) ? 'at_least' : 'max'}: ${example(of)}.`,
    );
  return { value: { kind: 'level', of } };
}

function limit(of: LoadMetric, given: string | number, key: string, noun: string): Read<LoadRuleAsk> {
  const value = quantity(of, given);
  if (value === undefined || (isRate(of) && value === 0))
    return wrong(
      `${quoted(String(given))} is no ${noun} of ${of.name}`,
      `Write for instance ${key}: ${example(of)}.`,
      key,
    );
  return { value: { kind: 'limit', of, value } };
}

function quantity(of: LoadMetric, given: string | number): number | undefined {
  switch (loadUnit(of)) {
    case 'ms': {
      const us = readBudget(given, 'us');
      return us === undefined ? undefined : us / 1000;
    }
    case 'share':
      return readMargin(given);
    case 'perSecond':
      return readBudget(given, 'count');
  }
}

function marginAsk(of: LoadMetric, given: string | number): Read<LoadRuleAsk> {
  if (of.kind !== 'capacity')
    return wrong(
      `${of.name} has no margin: only capacities of two arms are compared`,
      `Give it ${isRate(of) ? 'at_least' : 'max'}.`,
      'margin',
    );
  const margin = readMargin(given);
  if (margin === undefined)
    return wrong(
      `${quoted(String(given))} is no margin`,
      'Write a percentage such as 5%, or 0.05; it is below 100%.',
      'margin',
    );
  return { value: { kind: 'margin', of, margin } };
}

function example(of: LoadMetric): string {
  return { ms: '2s', share: '0.1%', perSecond: '40' }[loadUnit(of)];
}
