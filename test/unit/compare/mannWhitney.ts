import { median } from 'simple-statistics';
import type { Run } from '../../../src/model/run.ts';
import { timesByCase } from './savedWorld.ts';

/** Two-sided 5% of the standard normal distribution. */
const critical = 1.96;

/**
 * What many tools do with two saved runs: executions as replicates, the test of Mann and Whitney (1947) for each case at
 * 5% by its normal approximation, and medians more than 5% apart. Returns whether any case is called changed.
 */
export function mannWhitneyIsRed(base: Run, candidate: Run): boolean {
  const others = timesByCase(candidate);
  return [...timesByCase(base)].some(([caseId, a]) => {
    const b = others.get(caseId) ?? [];
    const wins = a.flatMap((x) => b.map((y): number => (y > x ? 1 : y === x ? 0.5 : 0)));
    const u = wins.reduce((sum, one) => sum + one, 0);
    const z = (u - wins.length / 2) / Math.sqrt((wins.length * (a.length + b.length + 1)) / 12);
    return Math.abs(z) > critical && Math.abs(Math.log(median([...b]) / median([...a]))) > Math.log(1.05);
  });
}
