import type { ArmName } from '../../model/arm.ts';
import type { ComparisonReport } from '../../model/comparison.ts';
import { type MismatchPolicy, usualPolicy } from '../../model/environment.ts';
import { judgesTime } from '../../model/mode.ts';
import type { Notice } from '../../model/notice.ts';
import type { Untimed } from '../../model/reason.ts';
import { listed, type OptionInEffect, type Run, type RunStatus } from '../../model/run.ts';
import { judgeApart } from '../compareRun.ts';
import { judgedStatus } from '../measuredPlaces.ts';
import { twoDesignsNotice } from '../reasons/designText.ts';
import { type PairOfRuns, pairNotices, refusalNotice, shiftNotices } from '../reasons/savedText.ts';
import { placeNotices } from '../reasons/serverText.ts';
import { noCommonCase, severalArms } from '../reasons/timeRefusals.ts';
import { type CaseSamples, factsOf, pairSamples } from '../timing/pairing.ts';
import { statesOfArm, statesTogether } from './keptStates.ts';
import { compareSavedEnvironments, refuseTime } from './savedEnvironments.ts';
import { judgeSavedTiming, type SavedTiming } from './savedTiming.ts';
import { comparableSessions } from './sessions.ts';

/** What a reader decides about the comparison of two saved runs. */
export interface SavedChoices {
  readonly policy?: MismatchPolicy;
  /** As a share; absent: the baseline's plan has it. */
  readonly margin?: number | undefined;
  /** What is not as usual in this comparison, and who set it. */
  readonly options?: readonly OptionInEffect[];
}

/**
 * Judges two saved runs of one arm each, a pure function of both. Failures, results and exact counters decide; so do
 * times, with the session as replicate, unless the runs have too few sessions or were measured in places too unlike.
 * @throws UserError usage for a run of two arms, and for runs without a common case
 */
export function compareRuns(base: Run, candidate: Run, choices: SavedChoices = {}): ComparisonReport {
  const merged = mergeRuns(base, candidate);
  const plan = { ...merged.plan, margin: choices.margin ?? merged.plan.margin };
  const pairing = [
    ...pairNotices(checkPair(base, candidate)),
    ...twoDesignsNotice(base.plan.design, candidate.plan.design),
  ];
  const environment = compareSavedEnvironments(base, candidate, choices.policy ?? usualPolicy);
  const cases = commonSamples(merged);
  const sessions = { baseline: sessionsOf(base), candidate: sessionsOf(candidate) };
  const answer = (notices: readonly Notice[], untimed: Untimed | null, judged: SavedTiming | null): ComparisonReport =>
    judgeApart(
      { ...merged, plan, ...listed(choices.options), notices: [...pairing, ...notices, ...merged.notices] },
      {
        untimed,
        environment,
        places: placeNotices(environment),
        timings: judged?.timings ?? null,
        saved: { sessions, commonShift: judged?.shifts.time ?? null },
      },
    );
  if (!judgesTime(plan.mode)) return answer([], { kind: 'notAsked' }, null);
  const comparable = comparableSessions(cases, 'time', plan.design).length;
  const refusal = refuseTime({
    sessions,
    cases: comparable,
    shards: Math.max(base.shards?.parts.length ?? 1, candidate.shards?.parts.length ?? 1),
    refused: environment.refused,
    design: plan.design,
  });
  if (refusal !== null)
    return answer([refusalNotice(refusal, environment.tablesDecide)], { kind: 'refused', refusal }, null);
  const judged = judgeSavedTiming(cases, plan);
  return answer(shiftNotices(judged.shifts, plan.margin), null, judged);
}

/** What both arms sent: a case of one arm alone says nothing of the machine. */
function commonSamples({ samples, cases }: Run): ReadonlyMap<string, CaseSamples> {
  const ofArm = (arm: ArmName): ReadonlySet<string> =>
    new Set(cases.flatMap((one) => (one.arm === arm ? [one.caseId] : [])));
  const [first, second] = [ofArm('baseline'), ofArm('candidate')];
  return new Map([...pairSamples(samples)].filter(([caseId]) => first.has(caseId) && second.has(caseId)));
}

/** What can be wrong with the choice of these two runs. @throws UserError usage for runs without a common case */
function checkPair(base: Run, candidate: Run): PairOfRuns {
  const known = new Set(base.cases.map((one) => one.caseId));
  const common = candidate.cases.filter((one) => known.has(one.caseId)).length;
  if (common === 0) throw noCommonCase(base, candidate);
  const cases = { baseline: known.size, candidate: candidate.cases.length };
  return { sameRun: base.id === candidate.id ? base.id : null, common, cases };
}

/**
 * Puts two runs of one arm each into one run of two arms. Sessions and order of the candidate follow those
 * of the base, so no execution of one is taken for the other half of a pair.
 */
export function mergeRuns(base: Run, candidate: Run): Run {
  requireOneArm(base);
  requireOneArm(candidate);
  const seqOffset = 1 + base.samples.reduce((most, one) => Math.max(most, one.seq), -1);
  const sessionOffset = 1 + base.samples.reduce((most, one) => Math.max(most, one.session), -1);
  const isTimed = judgesTime(base.plan.mode) || judgesTime(candidate.plan.mode);
  const second = candidate.samples.map((one) => ({
    ...one,
    arm: 'candidate' as const,
    seq: one.seq + seqOffset,
    session: one.session + sessionOffset,
  }));
  const { states: _, tablesRead: __, scripts: ___, ...first } = base;
  const [own = 'baseline'] = base.plan.arms;
  const [other = 'baseline'] = candidate.plan.arms;
  return {
    ...first,
    id: `${base.id}..${candidate.id}`,
    plan: {
      ...base.plan,
      mode: isTimed ? { kind: 'sessions' } : { kind: 'counters', duet: false },
      arms: ['baseline', 'candidate'],
      caseIds: [...new Set([...base.plan.caseIds, ...candidate.plan.caseIds])],
    },
    arms: [...named(base.arms, 'baseline'), ...named(candidate.arms, 'candidate')],
    cases: [...named(base.cases, 'baseline'), ...named(candidate.cases, 'candidate')],
    samples: [...named(base.samples, 'baseline'), ...second],
    digests: [...named(base.digests, 'baseline'), ...named(candidate.digests, 'candidate')],
    explanations: [...named(base.explanations ?? [], 'baseline'), ...named(candidate.explanations ?? [], 'candidate')],
    ...statesTogether(statesOfArm(base, own, 'baseline'), statesOfArm(candidate, other, 'candidate', sessionOffset)),
    notices: [...base.notices, ...candidate.notices],
    ...lostOf(base, candidate),
    status: worse(judgedStatus(base), judgedStatus(candidate)),
  };
}

function lostOf(...runs: readonly Run[]): Pick<Run, 'lost'> {
  const lost = runs.flatMap((one) => one.lost ?? []);
  return lost.length === 0 ? {} : { lost: [...new Set(lost)].join(' ') };
}

function requireOneArm(run: Run): void {
  if (run.plan.arms.length !== 1) throw severalArms(run);
}

function named<T extends { readonly arm: ArmName }>(all: readonly T[], arm: ArmName): readonly T[] {
  return all.map((one) => ({ ...one, arm }));
}

function worse(a: RunStatus, b: RunStatus): RunStatus {
  if (a.kind === 'incomplete' || b.kind === 'complete') return a;
  return a.kind === 'complete' || b.kind === 'incomplete' ? b : a;
}

/** Sessions in which at least one execution has evidence. */
function sessionsOf(run: Run): number {
  return new Set(run.samples.flatMap((one) => (factsOf(one) === null ? [] : [one.session]))).size;
}
