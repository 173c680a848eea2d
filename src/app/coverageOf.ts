import type { Certificate, OtherCases } from '../model/certificate.ts';
import type { CountedCases, Workload } from '../model/workload.ts';

/** Of production, that all arms stand for at least. */
export interface Coverage extends Pick<Certificate, 'coverage' | 'otherCases'> {
  /** The cases of a workload that does not say of which its share was reckoned: nobody can tell whether some are gone. */
  readonly unchecked?: CountedCases;
}

/** Weights are written with so many digits, and added up in any order. */
const sameSum = 1e-9;

/**
 * What all arms stand for at least; null where one does not say, or says it of other cases than it has: what was left out or weighed anew since
 * is in no share that was reckoned before.
 */
export function coverageOf(workloads: readonly Pick<Workload, 'standsFor' | 'cases'>[]): Coverage {
  const said = workloads.flatMap(({ standsFor }) => standsFor ?? []);
  if (said.length === 0 || said.length < workloads.length) return { coverage: null };
  const [otherCases] = workloads.flatMap((one) => otherCasesOf(one) ?? []);
  if (otherCases !== undefined) return { coverage: null, otherCases };
  const least = (of: 'executions' | 'cost'): number => Math.min(...said.map((one) => one[of]));
  const unsaid = workloads.find(({ standsFor }) => standsFor?.cases === undefined || standsFor.weights === undefined);
  return {
    coverage: { executions: least('executions'), cost: least('cost') },
    ...(unsaid === undefined ? {} : { unchecked: countedCases(unsaid.cases) }),
  };
}

/** Undefined where it has those that its share was reckoned from, or does not say which those were. */
function otherCasesOf({ standsFor, cases }: Pick<Workload, 'standsFor' | 'cases'>): OtherCases | undefined {
  const has = countedCases(cases);
  const reckonedFrom = { cases: standsFor?.cases ?? has.cases, weights: standsFor?.weights ?? has.weights };
  const isSame =
    reckonedFrom.cases === has.cases &&
    Math.abs(reckonedFrom.weights - has.weights) <= sameSum * Math.max(reckonedFrom.weights, has.weights);
  return isSame ? undefined : { reckonedFrom, has };
}

/** How many there are, and the sum of their weights. */
export function countedCases(cases: readonly { readonly weight: number }[]): CountedCases {
  const weights = cases.reduce((sum, { weight }) => sum + weight, 0);
  return { cases: cases.length, weights: Number(weights.toPrecision(10)) };
}
