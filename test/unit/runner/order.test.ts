import { describe, expect, it } from 'vitest';
import type { SampleRequest } from '../../../src/runner/executor.ts';
import { pairStart, startGroups } from '../../../src/runner/order.ts';

function request(queryId: string, withPrevious?: boolean): SampleRequest {
  const bare = { queryId, arm: 'baseline', sql: 'SELECT 1', params: {}, settings: {}, logComment: '', timeoutMs: 1 };
  return { ...bare, arm: 'baseline', ...(withPrevious === undefined ? {} : { withPrevious }) };
}

const idsOf = (groups: readonly (readonly SampleRequest[])[]) => groups.map((one) => one.map(({ queryId }) => queryId));

describe('the requests of a batch', () => {
  it('start one after the other, but those that go with the one before', () => {
    const batch = [request('a'), request('b', true), request('c'), request('d', false), request('e', true)];
    expect(idsOf(startGroups(batch))).toEqual([['a', 'b'], ['c'], ['d', 'e']]);
    expect(startGroups([])).toEqual([]);
  });

  it('start by themselves when there is nothing to go with', () => {
    expect(idsOf(startGroups([request('a', true), request('b')]))).toEqual([['a'], ['b']]);
  });

  it('of a pair start together in duet mode only', () => {
    const pair = [request('a'), request('b')];
    expect(idsOf(startGroups(pairStart(pair, { kind: 'duet' })))).toEqual([['a', 'b']]);
    expect(idsOf(startGroups(pairStart(pair, { kind: 'counters', duet: true })))).toEqual([['a', 'b']]);
    for (const kind of ['paired', 'sessions'] as const) expect(pairStart(pair, { kind })).toEqual(pair);
    expect(pairStart(pair, { kind: 'counters', duet: false })).toEqual(pair);
  });
});
