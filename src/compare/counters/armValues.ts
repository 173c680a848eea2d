import type { ArmName } from '../../model/arm.ts';
import type { ServerFacts } from '../../model/serverFacts.ts';
import { type CaseSamples, factsOf } from '../timing/pairing.ts';
import { readMetric } from './metricCatalog.ts';

/** What the server wrote of every completed execution of a case, arm by arm, in time order. */
export type ArmFacts = Readonly<Record<ArmName, readonly ServerFacts[]>>;

export function armFacts({ samples }: CaseSamples): ArmFacts {
  return {
    baseline: samples.baseline.flatMap((one) => factsOf(one) ?? []),
    candidate: samples.candidate.flatMap((one) => factsOf(one) ?? []),
  };
}

/** Values of a metric over executions; those that do not count it are left out. */
export function valuesOf(facts: readonly ServerFacts[], metric: string): readonly number[] {
  const values: number[] = [];
  for (const one of facts) {
    const value = readMetric(one, metric);
    if (value !== null) values.push(value);
  }
  return values;
}
