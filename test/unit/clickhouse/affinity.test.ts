import { expect, it } from 'vitest';
import { coresOfNodes } from '../../../src/clickhouse/local/affinity.ts';

const having = (cores?: readonly number[]) => async () => cores;

it('gives each node the next cores, and begins anew where there are no more', async () => {
  expect(await coresOfNodes(2, 2, having([4, 5, 6, 7]))).toEqual([
    [4, 5],
    [6, 7],
  ]);
  expect(await coresOfNodes(3, 2, having([0, 1, 2]))).toEqual([
    [0, 1],
    [2, 0],
    [1, 2],
  ]);
});

it('keeps nothing to cores where the system cannot, and asks for no more than there are', async () => {
  expect(await coresOfNodes(2, 1, having())).toBeUndefined();
  await expect(coresOfNodes(1, 3, having([0, 1]))).rejects.toMatchObject({
    kind: 'usage',
    message: 'a server cannot have 3 cores: this machine has 2 for hogbench',
  });
});
