import type { ComparisonReport } from '../model/comparison.ts';
import type { GateFound, GateJudgement } from '../model/gateJudgement.ts';
import type { Ratio } from '../model/units.ts';
import { namesOf } from './foundWorse.ts';
import { isNamed } from './matching.ts';

/** A metric in which a case is worse, and how far it would have to be allowed. */
export interface Acceptable {
  /** What an allowance of it names: the pattern itself where it means this case alone, else the id of the case. */
  readonly pattern: string;
  /** As an allowance names it. */
  readonly metric: string;
  readonly upTo: Ratio;
  readonly caseId: string;
  readonly found: Extract<GateFound, { readonly kind: 'ratio' }>;
}

/**
 * What allowances of a pattern would have to cover: each metric of each case that was found worse, or that was suspected and not confirmed,
 * up to the upper end of its interval. Each case has its own: an allowance of the pattern would let those that are fine become as much worse.
 * @param metric one alone; absent: all
 */
export function acceptable(
  { cases }: Pick<ComparisonReport, 'cases'>,
  { findings }: Pick<GateJudgement, 'findings'>,
  pattern: string,
  metric: string | undefined,
): readonly Acceptable[] {
  const meant = new Map(cases.filter((one) => isNamed(one, pattern)).map((one) => [one.caseId, one.verdict]));
  const isOne = meant.size === 1 && !/[*?]/.test(pattern);
  const worst = new Map<string, Acceptable>();
  for (const { asks, outcome, level, caseId, metric: found, found: value } of findings) {
    if (asks !== 'change' && asks !== 'margin') continue;
    if (level === 'off' || caseId === null || found === null || !meant.has(caseId)) continue;
    const isSuspected = outcome === 'undecided' && asks === 'change' && meant.get(caseId) === 'regressed';
    if (outcome !== 'fired' && outcome !== 'allowed' && !isSuspected) continue;
    if (metric !== undefined && !namesOf(found).includes(metric)) continue;
    if (value.kind !== 'ratio' || value.ratio === null || !(value.ratio > 1)) continue;
    const upTo = roundedUp(Math.max(value.ratio, value.interval?.high ?? 0));
    // Whatever clock a case is judged by, its time is what people allow.
    const name = namesOf(found).at(-1) ?? found;
    const key = JSON.stringify([caseId, name]);
    const known = worst.get(key);
    if (known === undefined || upTo > known.upTo)
      worst.set(key, { pattern: isOne ? pattern : caseId, metric: name, upTo, caseId, found: value });
  }
  return [...worst.values()];
}

/** Up to the next 0.05 below 2, the next tenth below 10, and whole numbers beyond: 1.62 is 1.65. */
export function roundedUp(ratio: Ratio): Ratio {
  const steps = ratio < 2 ? 20 : ratio < 10 ? 10 : 1;
  // What a double makes of 1.65 × 20 must not cost a step.
  return Math.ceil(ratio * steps - 1e-9) / steps;
}
