import { describe, expect, it } from 'vitest';
import type { RunArm } from '../../../src/model/arm.ts';
import type { RunPlan } from '../../../src/model/run.ts';
import type { SampleRequest } from '../../../src/runner/executor.ts';
import { orderRound, pairStart, startGroups } from '../../../src/runner/order.ts';
import { aPlan } from '../compare/builders.ts';

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

describe('blocks of several arms', () => {
  const four = ['baseline', 'candidate', 'candidate2', 'candidate3'] as const;
  const ids = Array.from({ length: 40 }, (_, index) => `case${index}`);
  const planOf = (arms: readonly RunArm[]): RunPlan<RunArm> => ({ ...aPlan({ caseIds: ids, seed: 5 }), arms });
  const blocks = (arms: readonly RunArm[], pairs: number) =>
    new Map(orderRound(planOf(arms), 0, pairs, ids, () => pairs).map((one) => [one.caseId, one.arms]));

  it('hold each arm once', () => {
    for (const nth of [0, 1, 2, 3])
      for (const arms of blocks(four, nth).values()) expect([...arms].sort()).toEqual([...four].sort());
  });

  it('come in twos, the second the reverse of the first: each candidate once before the baseline and once after it', () => {
    for (const nth of [0, 2, 4]) {
      const [first, second] = [blocks(four, nth), blocks(four, nth + 1)];
      for (const id of ids) expect(second.get(id)).toEqual([...(first.get(id) ?? [])].reverse());
    }
  });

  it('have orders drawn anew for every two blocks and every case', () => {
    const orders = (nth: number) => [...blocks(four, nth).values()].map((arms) => arms.join());
    expect(new Set(orders(0)).size).toBeGreaterThan(10);
    expect(orders(0)).not.toEqual(orders(2));
    expect(orders(0)).toEqual(orders(0));
  });

  it('hold only the arms that a case still needs, each before the baseline as often as after it', () => {
    const needed = new Map([['case0', new Set<RunArm>(['baseline', 'candidate2'])]]);
    const orders = [0, 1, 2, 3].map((nth) =>
      orderRound(planOf(four), 0, nth, ['case0', 'case1'], () => nth, needed).toSorted((a, b) =>
        a.caseId.localeCompare(b.caseId),
      ),
    );
    for (const [first, second] of orders) {
      expect([...(first?.arms ?? [])].sort()).toEqual(['baseline', 'candidate2']);
      expect(second?.arms).toHaveLength(4);
    }
    expect(orders.filter(([first]) => first?.arms[0] === 'baseline')).toHaveLength(2);
  });

  it('of two arms alternate', () => {
    const two = ['baseline', 'candidate'] as const;
    for (const [id, arms] of blocks(two, 0)) {
      expect(blocks(two, 1).get(id)).toEqual([...arms].reverse());
      expect(blocks(two, 2).get(id)).toEqual(arms);
    }
  });

  it('have a self-check of two halves, whichever candidates are left', () => {
    const caseId = 'case0 (self-check)';
    for (const arms of [four, ['baseline', 'candidate2'], ['baseline', 'candidate2', 'candidate3']] as const) {
      const plan = { ...planOf(arms), selfCheck: { count: 1, pool: [{ caseId, of: 'case0' }] } };
      for (const pairs of [0, 1]) {
        const [block] = orderRound(plan, 0, pairs, [caseId], () => pairs);
        expect([...(block?.arms ?? [])].sort()).toEqual(['baseline', 'candidate']);
      }
    }
  });
});
