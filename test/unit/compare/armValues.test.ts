import { expect, it } from 'vitest';
import { valuesOf } from '../../../src/compare/counters/armValues.ts';
import { readMetric } from '../../../src/compare/counters/metricCatalog.ts';
import type { ServerFacts } from '../../../src/model/serverFacts.ts';

function factsOf(names: readonly string[], ...values: readonly number[]): ServerFacts {
  return {
    ...{ kind: 'facts', durationUs: 7, readRows: 3, readBytes: 0, resultRows: 0, resultBytes: 0, memoryBytes: 0 },
    ...{ exceptionCode: 0, logRows: 1 },
    events: { names, values: Float64Array.from(values) },
  };
}

it('reads an event from executions that share a list of names, and from others between them', () => {
  const shared = ['A', 'B'];
  const all = [
    factsOf(shared, 1, 2),
    factsOf(['B', 'A'], 3, 4),
    factsOf(shared, 5, Number.NaN),
    factsOf(['C'], 6),
    // Logs no event at all, so that none is known to be 0.
    factsOf(shared, Number.NaN, Number.NaN),
    factsOf([]),
    factsOf(shared, 7, 8),
  ];
  expect(valuesOf(all, 'B')).toEqual([2, 3, 0, 0, 8]);
  expect(valuesOf(all, 'A')).toEqual([1, 4, 5, 0, 7]);
  expect(valuesOf(all, 'server_time')).toEqual(all.map(() => 7));
  expect(all.map((one) => readMetric(one, 'B'))).toEqual([2, 3, 0, 0, null, null, 8]);
});
