import { isSureOfMany, type SuiteRatio } from '../../model/suite.ts';
import { formatChange, formatShare } from '../../text/quantity.ts';

/**
 * What may be said of a cost of many cases: that it is equal, that it changed by exactly so much, that it changed, that it
 * stayed within the margin, or nothing. `untested`: too few rounds for an interval.
 */
export type CostClaim = 'unchanged' | 'exact' | 'changed' | 'within' | 'undecided' | 'untested';

/** The one rule for every sentence, table and drawing that shows a cost. */
export function costClaim({ ratio, interval, pValue }: SuiteRatio, margin: number): CostClaim {
  if (interval === null) return 'untested';
  const { low, high, level } = interval;
  if (low === high) return ratio === 1 ? 'unchanged' : 'exact';
  if (pValue !== null && isSureOfMany(pValue, level)) return 'changed';
  return high <= 1 + margin && low >= 1 / (1 + margin) ? 'within' : 'undecided';
}

/** Whether it is said that the cost is another. */
export function claimsChange(claim: CostClaim): boolean {
  return claim === 'changed' || claim === 'exact';
}

/** A claim in words, and what it rests on: `-7.2%` and `-9.0% to -5.4%`, `+31.0%` and `exact`, `unchanged` and nothing. */
export interface ChangeParts {
  readonly change: string;
  readonly reach: string;
}

export function changeParts(figure: SuiteRatio, margin: number): ChangeParts {
  const { ratio, interval } = figure;
  const reach = interval === null ? '' : `${formatChange(interval.low)} to ${formatChange(interval.high)}`;
  switch (costClaim(figure, margin)) {
    case 'unchanged':
      return { change: 'unchanged', reach: '' };
    case 'exact':
      return { change: formatChange(ratio), reach: 'exact' };
    case 'changed':
      return { change: formatChange(ratio), reach };
    case 'within':
      return { change: `within ±${formatShare(margin)}`, reach };
    case 'undecided':
      return { change: 'undecided', reach };
    case 'untested':
      return { change: formatChange(ratio), reach: 'no interval' };
  }
}

/** `-7.2% (-9.0% to -5.4%)`, `within ±5% (-0.4% to +0.6%)`, `undecided (-9.0% to +5.4%)`, `-50.0% (exact)`, `unchanged`. */
export function changeText(figure: SuiteRatio, margin: number): string {
  const { change, reach } = changeParts(figure, margin);
  return reach === '' ? change : `${change} (${reach})`;
}
