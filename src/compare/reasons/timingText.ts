import type { Estimate } from '../../model/metric.ts';
import type { Run, RunPlan } from '../../model/run.ts';
import { formatRatio, formatShare, plural } from '../../text/quantity.ts';
import { confirmationLooks } from '../timing/looks.ts';
import { wordFor } from '../timing/tested.ts';
import type { CaseTiming, FamilyTiming } from '../timing/timing.ts';

/** One sentence about server time or CPU time, with the numbers it rests on. */
export function timingText(name: string, timing: FamilyTiming, margin: number): string {
  const { estimate, kind, smallestVisible, why } = timing;
  if (estimate === null) return `${name} could not be compared${why === undefined ? '' : `: ${why}`}.`;
  const { ratio, low, high } = estimate;
  const numbers = `(${formatRatio(low)} to ${formatRatio(high)}, ${replicates(estimate, timing)})`;
  if (kind === 'regressed') return `${name} grew ${formatRatio(ratio)} ${numbers}.`;
  if (kind === 'improved') return `${name} fell to ${formatRatio(ratio)} ${numbers}.`;
  if (kind === 'equivalent') return `${name} stayed within ±${formatShare(margin)}: ${formatRatio(ratio)} ${numbers}.`;
  if (kind === 'unconfirmed') return `${name} ${unconfirmed(timing)} ${formatRatio(ratio)} ${numbers}.`;
  const visible =
    smallestVisible === null ? '' : `; a slowdown of ${formatRatio(smallestVisible)} would have been seen`;
  return `${name} is undecided: ${formatRatio(ratio)} ${numbers}${visible}.`;
}

/** `12 pairs in 2 sessions`, or of saved runs `5 and 7 sessions`. */
function replicates({ pairs, sessions }: Estimate, timing: FamilyTiming): string {
  if (sessions !== undefined) return `${sessions.baseline} and ${plural(sessions.candidate, 'session')}`;
  return `${plural(pairs, 'pair')} in ${plural(timing.sessions, timing.fresh ? 'fresh session' : 'session')}`;
}

/** The suspicion first: what fresh sessions show can point the other way. */
function unconfirmed({ confirmation, fresh }: FamilyTiming): string {
  const suspected = `was first suspected as ${confirmation === null ? 'changed' : wordFor(confirmation.suspicion)}`;
  if (!fresh) return `${suspected}, and no fresh session has tested it:`;
  if (confirmation?.state === 'open') return `${suspected}, and its confirmation did not finish:`;
  return `${suspected}; fresh sessions do not confirm it and show`;
}

export const savedRunsEnded = 'the plan of each saved run';

/** What ended the measuring of a case. */
export function stoppedBy(timing: CaseTiming, run: Pick<Run, 'plan' | 'status'>): string {
  const { screened } = timing;
  if (screened === null) return savedRunsEnded;
  const pairs = plural(screened.pairs, 'pair');
  if (screened.kind === 'equivalent') return `interval inside the margin after ${pairs}`;
  if (screened.kind === 'limit') return `pair limit of ${screened.pairs} reached`;
  if (screened.kind === 'hopeless') return `executions kept failing, given up after ${pairs}`;
  if (screened.kind === 'noEvidence') return `no server evidence in ${pairs}`;
  if (screened.kind === 'open') return end(run);
  return confirmationEnd(timing, run);
}

function confirmationEnd(timing: CaseTiming, run: Pick<Run, 'plan' | 'status'>): string {
  const states = [timing.time.confirmation, timing.cpu.confirmation].flatMap((one) => one ?? []);
  const decisive =
    states.find((one) => one.state === 'confirmed') ?? states.find((one) => one.state === 'open') ?? states[0];
  if (decisive === undefined || run.plan.confirmationSessions < 1) return 'suspect; confirmation is switched off';
  const sessions = plural(sessionsAt(decisive.pairs, run.plan), 'fresh session');
  const pairs = plural(decisive.pairs, 'pair');
  if (decisive.state === 'confirmed') return `confirmed in ${sessions} after ${pairs}`;
  if (decisive.state === 'futile') return `not repeated in ${sessions}, ${pairs}`;
  if (decisive.state === 'limit') return `confirmation limit of ${pairs} reached`;
  return decisive.state === 'hopeless' ? 'executions kept failing in confirmation' : end(run);
}

function sessionsAt(pairs: number, plan: RunPlan): number {
  return confirmationLooks(plan).filter((look) => look.pairs <= pairs).length * plan.confirmationSessions;
}

function end({ plan, status }: Pick<Run, 'plan' | 'status'>): string {
  if (status.kind === 'interrupted') return 'interrupted';
  if (status.kind === 'incomplete') return `run incomplete: ${status.reason}`;
  return plan.budgetMs === undefined ? 'the run ended' : 'budget';
}
