import type { ArmName } from '../../model/arm.ts';
import type { Capacity, TrialReport } from '../../model/loadReport.ts';
import { nextStep, type SearchStep } from './nextStep.ts';
import type { SearchState } from './searchState.ts';

/** What the searches of all arms want next. */
export type ArmTurn =
  | { readonly kind: 'trial'; readonly arm: ArmName; readonly step: Exclude<SearchStep, { kind: 'done' }> }
  | { readonly kind: 'done'; readonly capacities: readonly Capacity[] };

/**
 * The next trial over all arms, in the order A B B A, so that what drifts touches both alike. An arm whose search is done is left out.
 * Rates of both are of one grid, so that arms of the same capacity are loaded at the same rates.
 *
 * @param searches of one or two arms, the baseline first
 */
export function nextTurn(searches: readonly SearchState[], finished: readonly TrialReport[]): ArmTurn {
  const steps = searches.map((state) => ({ state, step: nextStep(state, finished) }));
  const open = steps.flatMap(({ state, step }) => (step.kind === 'done' ? [] : [{ arm: state.arm, step }]));
  const [first] = open;
  if (first === undefined)
    return { kind: 'done', capacities: steps.flatMap(({ step }) => (step.kind === 'done' ? [step.capacity] : [])) };
  const turn = open.find(({ arm }) => arm === armOfTurn(searches, finished)) ?? first;
  return { kind: 'trial', ...turn };
}

/** Two trials are a round, and the arm that ended a round begins the next one. */
function armOfTurn(searches: readonly SearchState[], finished: readonly TrialReport[]): ArmName | undefined {
  const done = finished.filter(({ plan }) => searches.some(({ arm }) => arm === plan.arm));
  const turn = done.length % (2 * searches.length);
  return searches[turn < searches.length ? turn : 2 * searches.length - 1 - turn]?.arm;
}
