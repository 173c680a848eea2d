import type { RunPlan } from '../../model/run.ts';
import type { Sample } from '../../model/sample.ts';
import { chosenSelfChecks } from '../selfCheck/selfCheckPool.ts';
import { type SelfCheckShare, selfCheckShare } from '../selfCheck/selfCheckShare.ts';
import { type Confirmation, confirm } from './confirmation.ts';
import { LiveScreening, type ScreenedCases } from './liveScreening.ts';
import { caseLooks, confirmationLooks, screeningLooks } from './looks.ts';
import type { CaseSamples } from './pairing.ts';

/**
 * Tells a runner which cases go on. Answers depend on the samples alone, so a resumed run goes on as it would have;
 * what a rule remembers only saves it from working the same out again.
 */
export interface AdaptiveStopRule {
  /** Cases whose first stage is not over; asked after each round. */
  screening(samples: readonly Sample[]): readonly string[];
  /** Rounds of these open cases until one of them can be decided, 1 at least. */
  roundsToLook(samples: readonly Sample[], open: readonly string[]): number;
  /** Cases that fresh sessions have to confirm, or had to. */
  suspects(samples: readonly Sample[]): readonly string[];
  /**
   * Suspects whose second stage is not over, and the rounds that each of the next
   * `plan.confirmationSessions` fresh sessions has for the next look; looks that are left, that one included.
   */
  confirmation(samples: readonly Sample[]): {
    readonly open: readonly string[];
    readonly roundsPerSession: number;
    readonly looksLeft: number;
  };
}

/**
 * Both stages of docs/statistics.md.
 *
 * @param countersSettle as `confirm` has it; of a self-check they always do, and it is confirmed all the same
 */
export function adaptiveRule(plan: RunPlan, countersSettle = true): AdaptiveStopRule {
  const live = new LiveScreening(plan);
  return {
    screening(samples) {
      const { own, self } = live.of(samples);
      const share = selfCheckShare({ cases: own.cases, selfChecks: self.cases }, plan);
      const checked = chosenSelfChecks(own.cases, plan)
        .map((one) => one.caseId)
        .filter((id) => (self.screening.cases.get(id)?.kind ?? 'open') === 'open');
      return [
        ...plan.caseIds.filter((id) => (own.screening.cases.get(id)?.kind ?? 'open') === 'open'),
        ...(share.allowsPair(checked.length) ? checked : []),
      ];
    },
    roundsToLook(samples, open) {
      const { own, self } = live.of(samples);
      const selfChecks = new Set((plan.selfCheck?.pool ?? []).map((one) => one.caseId));
      // Those are chosen by a first round, and how many pairs few of them may have is asked before each.
      const { count = 0, mostShare } = plan.selfCheck ?? {};
      const choosing = count > 0 && mostShare === undefined && chosenSelfChecks(own.cases, plan).length === 0;
      if (choosing || (mostShare !== undefined && open.some((id) => selfChecks.has(id)))) return 1;
      return Math.max(
        1,
        Math.min(...open.map((id) => pairsToLook((selfChecks.has(id) ? self : own).cases.get(id), plan))),
      );
    },
    suspects(samples) {
      const { cases } = live.of(samples).own.screening;
      return plan.caseIds.filter((id) => cases.get(id)?.kind === 'suspect');
    },
    confirmation(samples) {
      const { own, self } = live.of(samples);
      const mine = openSuspects(own, plan, countersSettle);
      const share = selfCheckShare({ cases: own.cases, selfChecks: self.cases }, plan);
      const ids = [...mine, ...confirmable(openSuspects(self, plan, false), mine, share, plan)];
      const tried = Math.min(...ids.map((one) => one.tried));
      const left = confirmationLooks(plan).filter((look) => look.pairs > tried);
      const [next] = left;
      return {
        open: next === undefined ? [] : ids.map((one) => one.caseId),
        roundsPerSession: next?.roundsPerSession ?? 0,
        looksLeft: left.length,
      };
    },
  };
}

function pairsToLook(samples: CaseSamples | undefined, plan: RunPlan): number {
  const tried = samples?.screening.length ?? 0;
  const looks = samples === undefined ? screeningLooks(plan) : caseLooks(samples, plan);
  return (looks.find((look) => look > tried) ?? tried + 1) - tried;
}

interface OpenSuspect {
  readonly caseId: string;
  readonly tried: number;
}

/** Suspects that go on, with the fresh pairs each has had; in the order of the plan. */
function openSuspects(
  { cases, screening }: ScreenedCases,
  plan: RunPlan,
  countersSettle: boolean,
): readonly OpenSuspect[] {
  if (plan.confirmationSessions < 1) return [];
  const going = stillOpen(confirm(cases, screening, plan, countersSettle));
  const inOrder = [...plan.caseIds, ...(plan.selfCheck?.pool ?? []).map((one) => one.caseId)];
  return inOrder
    .filter((id) => going.has(id))
    .map((caseId) => ({ caseId, tried: cases.get(caseId)?.confirmation.length ?? 0 }));
}

/** Of the suspects of the self-check, those that may have the next look beside the user's suspects. */
function confirmable(
  self: readonly OpenSuspect[],
  beside: readonly OpenSuspect[],
  share: SelfCheckShare,
  plan: RunPlan,
): readonly OpenSuspect[] {
  const tried = Math.min(...(beside.length > 0 ? beside : self).map((one) => one.tried));
  const next = confirmationLooks(plan).find((look) => look.pairs > tried);
  // One that missed a look would have those of the others at its own count.
  if (next === undefined || self.some((one) => one.tried !== tried)) return [];
  const sessions = plan.confirmationSessions;
  return share.allowsSessions(self.length, { sessions, pairs: sessions * next.roundsPerSession }, beside.length)
    ? self
    : [];
}

/** A case goes on while one of its suspicions is open, unless its time is confirmed already. */
export function stillOpen(states: readonly Confirmation[]): ReadonlySet<string> {
  const settled = states.filter((one) => one.suspicion.family === 'time' && one.state === 'confirmed');
  const done = new Set(settled.map((one) => one.suspicion.caseId));
  const open = states.filter((one) => one.state === 'open').map((one) => one.suspicion.caseId);
  return new Set(open.filter((id) => !done.has(id)));
}
