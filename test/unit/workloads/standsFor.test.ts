import { expect, it } from 'vitest';
import { readFiles } from './tempWorkload.ts';

const captured = {
  'captured/workload.yaml': 'stands_for: {executions: 0.93, cost: 0.97}\n',
  'captured/queries/q.sql': 'SELECT 1',
};
const standsFor = async (...given: Parameters<typeof readFiles>) => (await readFiles(...given)).workload.standsFor;

it('says what a whole workload stands for', async () => {
  expect(await standsFor(captured, 'captured')).toEqual({ executions: 0.93, cost: 0.97 });
});

it('says which cases it was reckoned from', async () => {
  const yaml = 'stands_for: {executions: 0.93, cost: 0.97, cases: 1, weights: 7.5}\n';
  expect(await standsFor({ ...captured, 'captured/workload.yaml': yaml }, 'captured')).toEqual({
    ...{ executions: 0.93, cost: 0.97, cases: 1, weights: 7.5 },
  });
});

it('says nothing of a workload over another, nor of one file of it', async () => {
  const over = { ...captured, 'workload.yaml': 'extends: captured\n', 'own.sql': 'SELECT 2' };
  expect(await standsFor(over)).toBeUndefined();
  expect(await standsFor(captured, 'captured/queries/q.sql')).toBeUndefined();
});

it.each([
  ...['executions: 1.2, cost: 1', 'executions: 0.5', 'executions: -1, cost: 0'],
  ...['executions: 1, cost: 1, cases: 1.5', 'executions: 1, cost: 1, weights: much'],
])('refuses {%s}', async (shares) => {
  const read = await readFiles({ ...captured, 'captured/workload.yaml': `stands_for: {${shares}}\n` }, 'captured');
  expect(read.problems).not.toEqual([]);
});
