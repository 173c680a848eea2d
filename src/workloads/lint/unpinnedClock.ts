import { findClockCalls } from '../clockCalls.ts';
import { listed } from './calledFunctions.ts';
import type { StatementRule } from './statementRule.ts';

/** Clock functions of a case for which nobody said what time it is. */
export const unpinnedClock: StatementRule = {
  name: 'unpinned-clock',
  find({ one, tokens, placeAt }) {
    const calls = one.now === undefined ? findClockCalls(one.sql, tokens) : [];
    const [first] = calls;
    if (first === undefined) return [];
    return [
      {
        place: placeAt(first.head.start),
        what: `the clock (${listed(calls.map((call) => call.name))}) gives each execution a different value`,
        fix: 'write `now: 2026-01-31 12:00:00` into workload.yaml or above the statement',
      },
    ];
  },
};
