import type { ArmName } from '../../model/arm.ts';
import type { Sample } from '../../model/sample.ts';
import type { ServerFacts } from '../../model/serverFacts.ts';
import { type CaseSamples, factsOf } from '../timing/pairing.ts';
import { metricReader } from './metricCatalog.ts';

/** What the server wrote of every completed execution of a case, arm by arm, in time order. */
export type ArmFacts = Readonly<Record<ArmName, readonly ServerFacts[]>>;

export function armFacts({ samples }: CaseSamples): ArmFacts {
  return {
    baseline: factsOfAll(samples.baseline),
    candidate: factsOfAll(samples.candidate),
  };
}

function factsOfAll(samples: readonly Sample[]): readonly ServerFacts[] {
  const all: ServerFacts[] = [];
  for (const one of samples) {
    const facts = factsOf(one);
    if (facts !== null) all.push(facts);
  }
  return all;
}

/** Values of a metric over executions; those that do not count it are left out. */
export function valuesOf(facts: readonly ServerFacts[], metric: string): readonly number[] {
  const values: number[] = [];
  const read = metricReader(metric);
  for (const one of facts) {
    const value = read(one);
    if (value !== null) values.push(value);
  }
  return values;
}
