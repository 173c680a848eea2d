import { expect, it } from 'vitest';
import { columnNamed, countedNames, eventColumns } from '../../../src/compare/counters/eventColumns.ts';
import type { ServerFacts } from '../../../src/model/serverFacts.ts';

const none = Number.NaN;

function factsOf(names: readonly string[], ...values: readonly number[]): ServerFacts {
  return {
    ...{ kind: 'facts', durationUs: 1, readRows: 0, readBytes: 0, resultRows: 0, resultBytes: 0, memoryBytes: 0 },
    ...{ exceptionCode: 0, logRows: 1 },
    events: { names, values: Float64Array.from(values) },
  };
}

const asArray = (values: Float64Array | undefined): number[] | undefined => values && [...values];

it('lays the counts of an event side by side, with 0 where an execution did not count it', () => {
  const names = ['B', 'A', 'never'];
  const columns = eventColumns([factsOf(names, 1, none, none), factsOf(names, 2, 5, none)]);
  expect(asArray(columnNamed(columns, 'B'))).toEqual([1, 2]);
  expect(asArray(columnNamed(columns, 'A'))).toEqual([0, 5]);
  expect(columnNamed(columns, 'never')).toBeUndefined();
  expect(columnNamed(columns, 'unheard of')).toBeUndefined();
  expect(countedNames(columns)).toEqual(['B', 'A']);
});

it('puts executions together that have lists of their own', () => {
  const columns = eventColumns([factsOf(['A', 'B'], 1, 2), factsOf(['B', 'C'], 3, 4), factsOf(['A', 'B'], 5, none)]);
  expect(asArray(columnNamed(columns, 'A'))).toEqual([1, 0, 5]);
  expect(asArray(columnNamed(columns, 'B'))).toEqual([2, 3, 0]);
  expect(asArray(columnNamed(columns, 'C'))).toEqual([0, 4, 0]);
});

it('of a name that a list has twice counts the last', () => {
  const names = ['A', 'A', 'B'];
  const columns = eventColumns([factsOf(names, 1, 2, 3), factsOf(names, 4, none, 6)]);
  expect(asArray(columnNamed(columns, 'A'))).toEqual([2, 4]);
  expect(asArray(columnNamed(columns, 'B'))).toEqual([3, 6]);
});

it('holds nothing of no executions', () => {
  expect(countedNames(eventColumns([]))).toEqual([]);
  expect(columnNamed(eventColumns([]), 'A')).toBeUndefined();
});
