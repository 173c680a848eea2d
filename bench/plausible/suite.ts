import type { CaseComparison } from '../../src/model/comparison.ts';
import type { Suite, SuiteCost, SuiteFigures } from '../../src/model/suite.ts';

function costOf(cases: readonly CaseComparison[], metric: 'server_time' | 'cpu_time', label: string): SuiteCost {
  const total = (arm: 'baseline' | 'candidate'): number =>
    cases.reduce((sum, item) => {
      const own = item.metrics.find((one) => one.metric === metric);
      return sum + item.weight * (own?.[arm]?.median ?? 0);
    }, 0);
  const [baseline, candidate] = [total('baseline'), total('candidate')];
  const ratio = candidate / baseline;
  const interval = { low: ratio * 0.99, high: ratio * 1.01, level: 0.9 };
  return { metric, label, unit: 'us', baseline, candidate, cases: cases.length, ratio, interval, pValue: 0.004 };
}

function figuresOf(cases: readonly CaseComparison[]): SuiteFigures {
  const costs = [costOf(cases, 'server_time', 'server time'), costOf(cases, 'cpu_time', 'CPU time')];
  const geometricMean = { ratio: 1.014, interval: { low: 1.01, high: 1.018, level: 0.9 }, pValue: 0.004 };
  return { cases: cases.length, of: cases.length, rounds: 5, geometricMean, costs, leftOut: [] };
}

/** Totals of the whole and of each value of two tags. */
export function suiteOf(cases: readonly CaseComparison[]): Suite {
  const groups = ['product', 'query_type'].flatMap((tag) => {
    const values = [...new Set(cases.map((item) => String(item.tags[tag])))];
    return values.map((value) => ({
      tag,
      value,
      ...figuresOf(cases.filter((item) => String(item.tags[tag]) === value)),
    }));
  });
  return { whole: figuresOf(cases), groups };
}
