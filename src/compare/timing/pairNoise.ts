import type { RunPlan } from '../../model/run.ts';
import type { ServerFacts } from '../../model/serverFacts.ts';
import { median, medianDistance } from '../statistics/averages.ts';
import { usedAttempts } from './families.ts';
import type { CaseSamples, Pair } from './pairing.ts';

/** Of a normal distribution, its standard deviation over its median absolute deviation. */
const madToSd = 1.4826;
/** Fewer pairs of a case have hardly a spread. */
const fewestPairs = 4;

/**
 * The noise of a pair by one clock: the standard deviation of ln(candidate/baseline), robust within a case, and the median over the cases. Null
 * where no case has pairs enough.
 */
export function pairNoise(
  cases: Iterable<CaseSamples>,
  { design }: Pick<RunPlan, 'design'>,
  time: (half: ServerFacts, pair: Pair) => number | null,
): number | null {
  const spreads: number[] = [];
  for (const { screening } of cases) {
    const logs: number[] = [];
    for (const { pair } of usedAttempts(screening, 'time', design)) {
      if (pair === null) continue;
      const [baseline, candidate] = [time(pair.baseline, pair), time(pair.candidate, pair)];
      if (baseline !== null && candidate !== null) logs.push(Math.log(candidate / baseline));
    }
    if (logs.length >= fewestPairs) spreads.push(robustSd(logs));
  }
  return spreads.length === 0 ? null : median(spreads);
}

function robustSd(values: readonly number[]): number {
  return madToSd * medianDistance(values, median(values));
}
