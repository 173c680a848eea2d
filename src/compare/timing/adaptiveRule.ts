import type { RunPlan } from '../../model/run.ts';
import type { Sample } from '../../model/sample.ts';
import { chosenSelfChecks } from '../selfCheck/selfCheckPool.ts';
import { type Confirmation, confirm } from './confirmation.ts';
import { LiveScreening, type ScreenedCases } from './liveScreening.ts';
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

/** Both stages of docs/statistics.md. */
export function adaptiveRule(plan: RunPlan): AdaptiveStopRule {
  const live = new LiveScreening(plan);
  return {
    screening(samples) {
      const { own, self } = live.of(samples);
      const chosen = new Set(chosenSelfChecks(own.cases, plan).map((one) => one.caseId));
      return [
        ...plan.caseIds.filter((id) => (own.screening.cases.get(id)?.kind ?? 'open') === 'open'),
        ...[...chosen].filter((id) => (self.screening.cases.get(id)?.kind ?? 'open') === 'open'),
      ];
    },
    suspects(samples) {
      const { cases } = live.of(samples).own.screening;
      return plan.caseIds.filter((id) => cases.get(id)?.kind === 'suspect');
    },
    confirmation(samples) {
      const stages = live.of(samples);
      const ids = [stages.own, stages.self].flatMap((stage) => openSuspects(stage, plan));
      const tried = Math.min(...ids.map((one) => one.tried));
      const next = confirmationLooks(plan).find((look) => look.pairs > tried);
      return {
        open: next === undefined ? [] : ids.map((one) => one.caseId),
        roundsPerSession: next?.roundsPerSession ?? 0,
      };
    },
  };
}

/** Suspects that go on, with the fresh pairs each has had; in the order of the plan. */
function openSuspects(
  { cases, screening }: ScreenedCases,
  plan: RunPlan,
): readonly { readonly caseId: string; readonly tried: number }[] {
  if (plan.confirmationSessions < 1) return [];
  const going = stillOpen(confirm(cases, screening, plan));
  const inOrder = [...plan.caseIds, ...(plan.selfCheck?.pool ?? []).map((one) => one.caseId)];
  return inOrder
    .filter((id) => going.has(id))
    .map((caseId) => ({ caseId, tried: cases.get(caseId)?.confirmation.length ?? 0 }));
}

/** A case goes on while one of its suspicions is open, unless its time is confirmed already. */
export function stillOpen(states: readonly Confirmation[]): ReadonlySet<string> {
  const settled = states.filter((one) => one.suspicion.family === 'time' && one.state === 'confirmed');
  const done = new Set(settled.map((one) => one.suspicion.caseId));
  const open = states.filter((one) => one.state === 'open').map((one) => one.suspicion.caseId);
  return new Set(open.filter((id) => !done.has(id)));
}
