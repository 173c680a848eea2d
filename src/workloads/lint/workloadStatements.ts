import type { Case } from '../../model/workload.ts';

/** The cases of a workload by statement: the first binding of each. */
export function statementsOf(cases: readonly Case[]): readonly Case[] {
  // The bindings of one statement share its place object.
  return [...new Map(cases.map((one) => [one.place, one])).values()];
}
