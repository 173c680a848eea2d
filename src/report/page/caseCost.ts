import type { CaseComparison } from '../../model/comparison.ts';
import { typicalValues } from '../../model/typical.ts';
import type { Microseconds } from '../../model/units.ts';

/**
 * What a case costs in absolute terms: weight × server time of one execution, in µs. Of the candidate, or of the
 * baseline where the candidate has no time; null where neither has. With weights of executions a day, that is a day.
 */
export function caseCost({ metrics, weight }: CaseComparison): Microseconds | null {
  const time = metrics.find((one) => one.metric === 'server_time');
  if (time === undefined) return null;
  const { baseline, candidate } = typicalValues(time);
  const each = candidate ?? baseline;
  return each === null ? null : each * weight;
}
