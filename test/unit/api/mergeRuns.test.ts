import { expect, it } from 'vitest';
import { checkAb, measuringOptions } from '../../../src/api/checkedChoices.ts';
import { gate } from '../../../src/api/gate.ts';
import { compareRun, mergeRuns } from '../../../src/api/judging.ts';
import { UserError } from '../../../src/model/errors.ts';
import { cutCases } from '../../../src/shards/partition.ts';
import { aPlan, aRun } from '../compare/builders.ts';
import { measured, together } from '../compare/measured.ts';
import { splitRun } from '../shards/splitRun.ts';

const ids = ['a', 'b', 'c'];
const run = aRun({ plan: aPlan({ caseIds: ids }), samples: together(...ids.map((caseId) => measured({ caseId }))) });
const parts = splitRun(run, cutCases(ids, 2), 2).map((one) => one.run);

it('a program joins the parts of a run, and lets no part pass', () => {
  const [first] = parts;
  if (first === undefined) throw new Error('two parts');
  const joined = mergeRuns(parts);
  expect(compareRun(joined).cases).toEqual(compareRun(run).cases);
  expect(gate(compareRun(joined))).toBe('passed');
  expect(gate(compareRun(first))).toBe('invalid');
  expect(gate(compareRun(mergeRuns([first], { partial: true })))).toBe('invalid');
  // Whatever gate judges it: its own rules do not make a whole of it.
  expect(gate(compareRun(first, { gate: {} }))).toBe('invalid');
});

it.each([
  ['a part that is missing', () => mergeRuns(parts.slice(1)), /part 1 of 2 is missing/],
  ['one that is there twice', () => mergeRuns([...parts, ...parts]), /there twice: run part1 and run part1/],
  ['no parts', () => mergeRuns([]), /the parts of a run/],
  ['what is no run', () => mergeRuns([{ ...run, samples: 'none' } as never]), /a run/],
  ['a misspelt option', () => mergeRuns(parts, { partiel: true } as never), /partiel/],
  ['a part that there is not', () => checkAb({ shard: { index: 3, of: 2 } }), /no such part/],
  ['a part without a number', () => checkAb({ shard: { of: 2 } as never }), /shard\.index/],
  ['a run without a name', () => checkAb({ shard: { index: 1, of: 2, run: ' ' } }), /shard\.run/],
  ['costs that are no run', () => checkAb({ shard: { index: 1, of: 2, costs: 'x' as never } }), /shard\.costs/],
])('refuses %s', (_, call, says) => {
  expect(call).toThrow(says);
  expect(call).toThrow(UserError);
});

it('reads what cases took from the run that is given, and leaves the seed to what all parts have', () => {
  const { shard } = measuringOptions({ shard: { index: 1, of: 2, run: ' ci ', costs: run } }, 'out', 0);
  expect(shard).toMatchObject({ index: 1, of: 2, run: 'ci', seed: undefined });
  expect([...(shard?.times?.keys() ?? [])]).toEqual(ids);
  expect(measuringOptions({ seed: 7, shard: { index: 1, of: 2 } }, 'out', 0).shard?.seed).toBe(7);
  expect(measuringOptions({}, 'out', 0).shard).toBeUndefined();
});
