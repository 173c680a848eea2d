import { describe, expect, it } from 'vitest';
import { threadsFor } from '../../../src/runner/workers/pool.ts';

describe('threadsFor', () => {
  it.each([
    [1, 8, 1],
    [16, 8, 1],
    [17, 8, 2],
    [200, 8, 7],
    [200, 1, 1],
  ])('%i in flight on %i cores take %i threads', (concurrency, cores, threads) => {
    expect(threadsFor(concurrency, cores)).toBe(threads);
  });
});
