import type { Ended } from '../../model/evidence.ts';
import type { Run, RunPlan } from '../../model/run.ts';
import { confirmationLooks } from './looks.ts';
import type { CaseTiming } from './timing.ts';

/** What ended the measuring of a case. */
export function endOf(timing: CaseTiming, run: Pick<Run, 'plan' | 'status'>): Ended {
  const { screened } = timing;
  if (screened === null) return { kind: 'savedSessions' };
  if (screened.kind === 'suspect') return confirmationEnd(timing, screened.pairs, run);
  return screened.kind === 'open' ? runEnd(run) : { kind: screened.kind, pairs: screened.pairs };
}

function confirmationEnd(timing: CaseTiming, screened: number, run: Pick<Run, 'plan' | 'status'>): Ended {
  const states = [timing.time, timing.instructions, timing.cpu].flatMap(({ confirmation }) => confirmation ?? []);
  const isNeedless = [...states, timing.memory.confirmation].some((one) => one?.state === 'needless');
  if (isNeedless) return { kind: 'countersDecide', pairs: screened };
  const decisive =
    states.find((one) => one.state === 'confirmed') ?? states.find((one) => one.state === 'open') ?? states[0];
  if (decisive === undefined || run.plan.confirmationSessions < 1) return { kind: 'unconfirmable' };
  const tested = { pairs: decisive.pairs, sessions: sessionsAt(decisive.pairs, run.plan) };
  switch (decisive.state) {
    case 'confirmed':
    case 'futile':
      return { kind: decisive.state, ...tested };
    case 'limit':
      return { kind: 'confirmationLimit', ...tested };
    case 'hopeless':
      return { kind: 'confirmationHopeless', ...tested };
    case 'open':
    case 'needless':
      return runEnd(run);
  }
}

function sessionsAt(pairs: number, plan: RunPlan): number {
  return confirmationLooks(plan).filter((look) => look.pairs <= pairs).length * plan.confirmationSessions;
}

function runEnd({ plan, status }: Pick<Run, 'plan' | 'status'>): Ended {
  if (status.kind === 'interrupted') return { kind: 'interrupted' };
  if (status.kind === 'incomplete') return { kind: 'incomplete', reason: status.reason };
  return { kind: plan.budgetMs === undefined ? 'over' : 'budget' };
}
