import { describeMetric, steadyMetrics } from '../compare/counters/metricCatalog.ts';
import type { RuleMetric } from '../model/gateRules.ts';
import { nearest } from '../text/nearest.ts';
import { quoted } from '../text/quote.ts';

/** Percentiles that reports have, of server time. */
const percentiles = [50, 90, 95, 99] as const;

/** Every metric that a rule can name: those of which a report tells in every case, moved or not. */
export const ruleMetricNames: readonly string[] = [
  ...steadyMetrics(),
  ...percentiles.map((one) => `server_time.p${one}`),
];

/** Whether a class of this name could be told from no metric, or from none that somebody mistyped. */
export function isTakenForMetric(name: string): boolean {
  return nearest(name, [...steadyMetrics()]) !== undefined;
}

/** The metric of that name; undefined for one that is not known. */
export function ruleMetric(name: string): RuleMetric | undefined {
  if (!ruleMetricNames.includes(name)) return undefined;
  const [metric = name, percentile] = name.split('.p');
  const { unit } = describeMetric(metric);
  return { name, metric, percentile: percentile === undefined ? null : Number(percentile), unit };
}

/** What to do about a name that is none. */
export function metricAdvice(name: string): string {
  if (/^[\w.]+\.p\d*$/i.test(name))
    return `Percentiles are ${percentiles.map((one) => `server_time.p${one}`).join(', ')}; of a class of a load, whose name must not be mistaken for a metric, online.p95.`;
  const near = nearest(name, ruleMetricNames);
  return near === undefined ? `Use one of ${ruleMetricNames.join(', ')}.` : `Did you mean ${quoted(near)}?`;
}
