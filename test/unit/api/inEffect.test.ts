import { expect, it } from 'vitest';
import { inEffect } from '../../../src/api/checkedChoices.ts';
import { flagTable } from '../../../src/cli/flags/flagTable.ts';
import { loadFlagRows } from '../../../src/cli/flags/loadFlagRows.ts';

/** Every option that a program can give, set. */
const all: Parameters<typeof inEffect>[0] = {
  ...{ margin: 0.1, minPairs: 5, maxPairs: 9, budgetMs: 1000, timeoutMs: 1000, concurrency: 2, sessions: 5, rounds: 3 },
  ...{ countersOnly: false, selfCheck: true, duet: false, setup: false, changedOnly: false, insertCost: true },
  ...{ showRows: 'off', allowSources: ['url'], filter: ['a'], seed: 1, totalsBy: ['a'], out: 'x' },
};

/** Targets stand in a report by themselves; the rest is for `gate` and `compareRuns`, which say so where they are called. */
const told = ['target', 'baseline-target', 'candidate-target', 'fail-on', 'strict', 'min-decided', 'on-mismatch'];
/** No program can offer a load. */
const ofLoad = Object.keys(loadFlagRows);

it('a report tells of a program what it tells of the command line: whatever decides a verdict', () => {
  const deciding = Object.entries(flagTable).flatMap(([name, row]) => (row.decides === true ? [name] : []));
  const expected = deciding.filter((name) => !told.includes(name) && !ofLoad.includes(name));
  expect(
    inEffect(all)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(expected.sort());
});

it('says nothing of what was not given, and units of what is in milliseconds', () => {
  expect(inEffect({})).toEqual([]);
  expect(inEffect({ budgetMs: 1500 })).toEqual([{ name: 'budget', value: '1500ms', from: 'the calling program' }]);
});
