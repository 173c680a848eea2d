import type { Plan, Sample } from '../model/run.ts';
import { type Confirmation, confirm } from './confirmation.ts';
import { LiveScreening } from './liveScreening.ts';
import { confirmationLooks } from './looks.ts';

/**
 * Tells a runner which cases go on. Answers depend on the samples alone, so a resumed run goes on as it would have;
 * what a rule remembers only saves it from working the same out again.
 */
export interface AdaptiveStopRule {
  /** Cases whose first stage is not over; asked after each round. */
  screening(samples: readonly Sample[]): readonly string[];
  /** Cases that fresh sessions have to confirm, or had to. */
  suspects(samples: readonly Sample[]): readonly string[];
  /**
   * Suspects whose second stage is not over, and the rounds that each of the next
   * `plan.confirmationSessions` fresh sessions has for the next look.
   */
  confirmation(samples: readonly Sample[]): { readonly open: readonly string[]; readonly roundsPerSession: number };
}

export function createStopRule(plan: Plan): AdaptiveStopRule {
  const live = new LiveScreening(plan);
  return {
    screening(samples) {
      const { cases } = live.of(samples).screening;
      return plan.caseIds.filter((id) => (cases.get(id)?.kind ?? 'open') === 'open');
    },
    suspects(samples) {
      const { cases } = live.of(samples).screening;
      return plan.caseIds.filter((id) => cases.get(id)?.kind === 'suspect');
    },
    confirmation(samples) {
      const { cases, screening } = live.of(samples);
      const states = confirm(cases, screening, plan);
      const going = stillOpen(states);
      const open = plan.confirmationSessions < 1 ? [] : plan.caseIds.filter((id) => going.has(id));
      const tried = Math.min(...open.map((id) => cases.get(id)?.confirmation.length ?? 0));
      const next = confirmationLooks(plan).find((look) => look.pairs > tried);
      return { open: next === undefined ? [] : open, roundsPerSession: next?.roundsPerSession ?? 0 };
    },
  };
}

/** A case goes on while one of its suspicions is open, unless its time is confirmed already. */
export function stillOpen(states: readonly Confirmation[]): ReadonlySet<string> {
  const settled = states.filter((one) => one.suspicion.family === 'time' && one.state === 'confirmed');
  const done = new Set(settled.map((one) => one.suspicion.caseId));
  const open = states.filter((one) => one.state === 'open').map((one) => one.suspicion.caseId);
  return new Set(open.filter((id) => !done.has(id)));
}
