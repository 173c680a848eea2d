import { describe, expect, it } from 'vitest';
import { type CapacityWorld, capacityWorlds } from '../../calibration/capacityWorlds.ts';
import { searchWorld } from '../../calibration/loadCapacity.ts';

function world(start: string): CapacityWorld {
  return capacityWorlds.find(({ name }) => name.startsWith(start))!;
}

describe('the capacity of a simulated server', () => {
  it.each(['sleep(0.1), 4 slots, constant', 'max_queries_per_second', 'collapses'])('%s', (start) => {
    const { capacity, seconds } = searchWorld(world(start), 7);
    const truth = world(start).capacity;
    expect(capacity.faults).toEqual([]);
    expect(capacity.low).toBeLessThanOrEqual(truth);
    expect(capacity.high).toBeGreaterThanOrEqual(truth);
    expect(Math.abs(capacity.rate / truth - 1)).toBeLessThan(0.05);
    expect(capacity.shape).toBe('cliff');
    expect(capacity.probes.length).toBeLessThanOrEqual(25);
    expect(seconds).toBeLessThan(180);
  });

  it('that random arrivals make smooth: its interval holds the truth, and the proof is a run of its own', () => {
    const searches = [1, 2, 3].map((seed) => searchWorld(world('M/D/1'), seed).capacity);
    const truth = world('M/D/1').capacity;
    // Each is wrong in 5% of seeds at most, so that two of three are in fewer than 1%.
    const right = searches.filter(({ low, high }) => low <= truth && truth <= high);
    expect(right.length).toBeGreaterThanOrEqual(2);
    for (const { low, sustained } of searches) expect(low > 0).toBe(sustained?.verdict === 'kept');
  });

  it('of two classes names the one that gives way', () => {
    const { capacity } = searchWorld(world('two classes'), 3);
    expect(capacity.binding).toBe('batch');
    expect(Math.abs(capacity.rate / world('two classes').capacity - 1)).toBeLessThan(0.2);
  });
});
