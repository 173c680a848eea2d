import { callsAmong } from './calledFunctions.ts';
import type { StatementRule } from './statementRule.ts';

const names =
  /^(any|anyLast|anyHeavy|any_value|first_value_respect_nulls|any_respect_nulls|anyLast_respect_nulls)(If|OrNull|OrDefault)?$/;

/** Aggregate functions that keep whichever value comes first. */
export const anyValue: StatementRule = {
  name: 'any-value',
  find: (view) =>
    callsAmong(view, [names]).map(({ place, calls }) => ({
      place,
      what: `which value ${calls} keeps can change with threads and parts`,
      fix: 'use min, max or argMax where the values of a group differ',
    })),
};
