import { expect, it } from 'vitest';
import { type Files, readFiles, told } from './tempWorkload.ts';

const weighed = '-- weight: 60\nSELECT 1;\n';
const weightsOf = async (files: Files, path?: string) =>
  (await readFiles(files, path)).workload.cases.map(({ weight, weightStated }) => [weight, weightStated]);

it.each([
  ['second', 60 * 86_400],
  ['minute', 60 * 1440],
  ['hour', 1440],
  ['day', 60],
  ['week', 60 / 7],
])('weights of a %s are of a day from here on', async (unit, perDay) => {
  const [[weight, stated] = []] = await weightsOf({ 'a.sql': weighed, 'workload.yaml': `weights_per: ${unit}\n` });
  expect(weight).toBeCloseTo(perDay, 9);
  expect(stated).toBe(true);
});

it('a weight that nobody stated, or that is no frequency, says nothing of a day', async () => {
  expect(await weightsOf({ 'a.sql': 'SELECT 1;\n', 'workload.yaml': 'weights_per: hour\n' })).toEqual([[1, undefined]]);
  expect(await weightsOf({ 'a.sql': weighed, 'workload.yaml': 'weights_per: none\n' })).toEqual([[60, undefined]]);
  expect(await weightsOf({ 'a.sql': weighed })).toEqual([[60, true]]);
});

it('cases of a base count as the base says, and own ones as this workload or else the base does', async () => {
  const base = { 'base/a.sql': `-- name: a\n${weighed}`, 'base/workload.yaml': 'weights_per: hour\n' };
  const own = (unit: string) => ({
    'b/b.sql': `-- name: b\n${weighed}`,
    'b/workload.yaml': `extends: ../base\n${unit}`,
  });
  expect(await weightsOf({ ...base, ...own('') }, 'b')).toEqual([
    [1440, true],
    [1440, true],
  ]);
  expect(await weightsOf({ ...base, ...own('weights_per: day\n') }, 'b')).toEqual([
    [1440, true],
    [60, true],
  ]);
});

it('another unit is refused with its place', async () => {
  const read = await readFiles({ 'a.sql': weighed, 'workload.yaml': 'weights_per: month\n' });
  expect(told(read)[0]).toMatch(/^workload\.yaml:1:\d+ .*must be one of second, minute, hour, day, week, none/);
});
