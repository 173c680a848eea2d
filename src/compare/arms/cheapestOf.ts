import type { ArmComparison } from '../../model/armsReport.ts';
import type { CheapestChoice, Offer } from '../../model/cheapest.ts';
import { chooseCheapest } from '../../money/chooseCheapest.ts';
import { baselineOffer, candidateOffer } from '../../money/offers.ts';

/**
 * The cheapest of all arms, or why there is none; undefined where nothing has a price.
 * @param baseline its label
 * @param proof whether a candidate may be chosen: a certificate asks for more than a comparison
 */
export function cheapestOf(
  baseline: string,
  comparisons: readonly ArmComparison[],
  proof: (one: ArmComparison) => Offer['equivalence'],
): CheapestChoice | undefined {
  const [first] = comparisons;
  if (comparisons.every(({ report }) => report.money === undefined)) return undefined;
  return chooseCheapest([
    baselineOffer(baseline, first?.report.money),
    ...comparisons.map((one) => candidateOffer(one.label, one.report.money, proof(one))),
  ]);
}
