import type { CaseComparison } from '../../../model/comparison.ts';
import type { Ratio } from '../../../model/units.ts';
import { drawnRatio } from './ratioInterval.ts';

/**
 * What is known of a case's ratio, and how sure it is. A p-value of a change and one of "within the margin" answer
 * opposite questions, so they are never put on one scale. An exact counter has no p-value and needs none.
 */
export type Certainty =
  | { readonly kind: 'change' | 'within'; readonly ratio: Ratio; readonly p: number }
  | { readonly kind: 'exact' | 'untested'; readonly ratio: Ratio }
  | { readonly kind: 'none' };

const none: Certainty = { kind: 'none' };

/** Verdicts that make a ratio no comparison. */
const apart: ReadonlySet<CaseComparison['verdict']> = new Set(['failed', 'resultChanged', 'added', 'removed']);

function placed(ratio: Ratio | null | undefined, rest: { readonly kind: 'exact' | 'untested' }): Certainty {
  const isDrawable = ratio !== null && ratio !== undefined && Number.isFinite(ratio) && ratio > 0;
  return isDrawable ? { ...rest, ratio } : none;
}

/** How sure the ratio of a case is, by the evidence its verdict rests on. */
export function certaintyOf({ verdict, evidence, metrics }: CaseComparison): Certainty {
  if (apart.has(verdict)) return none;
  const { restsOn, estimate, test, counters } = evidence;
  if (restsOn === 'counters') {
    const leading = counters.find((one) => one.metric === evidence.metric) ?? counters[0];
    return placed(leading?.ratio, { kind: 'exact' });
  }
  const shown = placed(estimate?.ratio ?? drawnRatio(metrics[0])?.ratio, { kind: 'untested' });
  if (shown.kind !== 'untested' || test === null || !(test.p >= 0 && test.p <= 1)) return shown;
  return { kind: test.kind === 'equivalent' ? 'within' : 'change', ratio: shown.ratio, p: test.p };
}
