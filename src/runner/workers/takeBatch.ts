import type { PlannedPair } from '../order.ts';

/** Handing work to a thread costs about half a millisecond; next to this much work it does not matter. */
const batchMs = 50;

/**
 * Takes from the queue what a worker is handed at once: one pair, and after it as many as are known to be
 * short. Order is kept.
 *
 * @param expectedMs how long a pair of this case took last; undefined when it has not run yet
 */
export function takeBatch(
  queue: PlannedPair[],
  expectedMs: (caseId: string) => number | undefined,
): readonly PlannedPair[] {
  const costOf = (pair: PlannedPair): number => expectedMs(pair.caseId) ?? batchMs;
  const batch: PlannedPair[] = [];
  let cost = 0;
  for (let next = queue[0]; next !== undefined; next = queue[0]) {
    cost += costOf(next);
    if (batch.length > 0 && cost > batchMs) break;
    batch.push(next);
    queue.shift();
  }
  return batch;
}
