import type { DigestReading } from '../../model/answer.ts';
import type { ArmName, RunArm } from '../../model/arm.ts';
import { correctedDesign } from '../../model/design.ts';
import type { Notice } from '../../model/notice.ts';
import { isOfTwoArms, isPlanOfTwoArms, type Run, type RunPlan } from '../../model/run.ts';
import type { Sample } from '../../model/sample.ts';
import type { StateReading } from '../../model/serverState.ts';

/** One candidate of a run beside the baseline, as a run of two arms. */
export interface Comparison {
  /** The candidate, as the run has it. */
  readonly arm: RunArm;
  readonly run: Run;
}

/** Those that are compared with the baseline, in their order. */
export function candidatesOf({ arms }: Pick<RunPlan<RunArm>, 'arms'>): readonly RunArm[] {
  // A run of one arm has the rule of a comparison, too, and is compared with another run later.
  return arms.length <= 2 ? ['candidate'] : arms.filter((arm) => arm !== 'baseline');
}

/**
 * A run as its comparisons of two arms: each candidate with the baseline that all of them share. Each is judged by thresholds that
 * are corrected for how many there are. A run of one arm or two is itself, to the letter.
 */
export function comparisonsOf(run: Run<RunArm>): readonly Comparison[] {
  if (isOfTwoArms(run)) return [{ arm: 'candidate', run }];
  return candidatesOf(run.plan).map((arm) => ({ arm, run: comparison(run, arm) }));
}

/** The plan of one of the comparisons. */
export function comparisonPlanOf(plan: RunPlan<RunArm>): RunPlan {
  if (isPlanOfTwoArms(plan)) return plan;
  return {
    ...plan,
    arms: ['baseline', 'candidate'],
    design: correctedDesign(plan.design, candidatesOf(plan).length),
  };
}

/** The name of an arm in the comparison of one candidate; undefined for an arm that is not part of it. */
function nameIn(candidate: RunArm, arm: RunArm): ArmName | undefined {
  if (arm === 'baseline') return arm;
  return arm === candidate ? 'candidate' : undefined;
}

function comparison(run: Run<RunArm>, candidate: RunArm): Run {
  const own = <T extends { readonly arm: RunArm }>(all: readonly T[]) => inComparison(candidate, all);
  const {
    explanations,
    rowDifferences,
    unopened,
    states,
    tablesRead,
    versions,
    schemas,
    scripts,
    inserts,
    gone,
    shards: _,
    ...rest
  } = run;
  const differences = (rowDifferences ?? []).filter(({ arm = 'candidate' }) => arm === candidate);
  const left = gone?.find(({ arm }) => arm === candidate);
  return {
    ...rest,
    plan: comparisonPlanOf(run.plan),
    arms: own(run.arms),
    cases: own(run.cases),
    notices: noticesIn(candidate, run.notices),
    ...(unopened === undefined ? {} : { unopened: own(unopened) }),
    samples: samplesOf(run.plan, candidate)(run.samples),
    digests: own(run.digests),
    ...(explanations === undefined ? {} : { explanations: own(explanations) }),
    ...(differences.length === 0
      ? {}
      : { rowDifferences: differences.map(({ caseId, difference }) => ({ caseId, difference })) }),
    ...(states === undefined ? {} : { states: statesIn(candidate, states) }),
    ...(versions === undefined ? {} : { versions: { ...versions, arms: own(versions.arms) } }),
    ...(schemas === undefined ? {} : { schemas: own(schemas) }),
    ...(scripts === undefined ? {} : { scripts: own(scripts) }),
    ...(inserts === undefined ? {} : { inserts: own(inserts) }),
    ...(tablesRead === undefined ? {} : { tablesRead: own(tablesRead) }),
    comparisons: candidatesOf(run.plan).length,
    ...(left === undefined || run.status.kind !== 'complete'
      ? {}
      : { status: { kind: 'incomplete', reason: left.reason } }),
  };
}

/** The readings of results of one comparison. */
export function digestsOf(candidate: RunArm): (digests: readonly DigestReading<RunArm>[]) => readonly DigestReading[] {
  return (digests) => inComparison(candidate, digests);
}

/** What belongs to one comparison, under the names of its two arms. */
function inComparison<T extends { readonly arm: RunArm }>(
  candidate: RunArm,
  all: readonly T[],
): readonly (T & { readonly arm: ArmName })[] {
  return all.flatMap((one) => {
    const arm = nameIn(candidate, one.arm);
    return arm === undefined ? [] : [{ ...one, arm }];
  });
}

/** What is said of one of its two arms, or of all. */
function noticesIn(candidate: RunArm, notices: readonly Notice[]): readonly Notice[] {
  return notices.flatMap(({ arms, ...notice }): readonly Notice[] => {
    if (arms === undefined) return [notice];
    const own = arms.flatMap((arm) => nameIn(candidate, arm) ?? []);
    return own.length === 0 ? [] : [{ ...notice, arms: own }];
  });
}

/** What was read of the servers of its two arms. */
function statesIn(candidate: RunArm, states: readonly StateReading<RunArm>[]): readonly StateReading[] {
  return states
    .map(({ arms, ...reading }) => ({ ...reading, arms: arms.flatMap((arm) => nameIn(candidate, arm) ?? []) }))
    .filter(({ arms }) => arms.length > 0);
}

/**
 * The samples of one comparison, of more and more samples of a run: a sample is the same object each time, so that whoever goes on where
 * it stopped can tell what it knows. A self-check, which is the baseline twice, is part of every comparison. A block of the second stage that
 * measures a suspicion of other candidates is not part of this one.
 */
export function samplesOf(
  { arms, selfCheck }: Pick<RunPlan<RunArm>, 'arms' | 'selfCheck'>,
  candidate: RunArm,
): (samples: readonly Sample<RunArm>[]) => readonly Sample[] {
  // Of two arms all samples belong to the one comparison, and a copy of each would take as much memory as the run.
  if (arms.length <= 2) return (samples) => samples as readonly Sample[];
  const selfChecks = new Set((selfCheck?.pool ?? []).map(({ caseId }) => caseId));
  const known = new WeakMap<Sample<RunArm>, Sample>();
  return (samples) => {
    const isOfOthers = othersBlocks(candidate, samples);
    return samples.flatMap((sample) => {
      const isSelfCheck = selfChecks.has(sample.caseId);
      const arm = nameIn(isSelfCheck ? 'candidate' : candidate, sample.arm);
      if (arm === undefined || (!isSelfCheck && isOfOthers(sample))) return [];
      const found = known.get(sample) ?? { ...sample, arm };
      known.set(sample, found);
      return [found];
    });
  };
}

/** Whether a sample belongs to a block of the second stage in which other candidates were measured, and this one was not. */
function othersBlocks(candidate: RunArm, samples: readonly Sample<RunArm>[]): (sample: Sample<RunArm>) => boolean {
  const fresh = samples.filter(({ stage, arm }) => stage === 'confirmation' && arm !== 'baseline');
  const own = new Set(fresh.filter(({ arm }) => arm === candidate).map(blockOf));
  const ofOthers = new Set(fresh.filter(({ arm }) => arm !== candidate).map(blockOf));
  return (sample) => sample.stage === 'confirmation' && !own.has(blockOf(sample)) && ofOthers.has(blockOf(sample));
}

function blockOf({ caseId, session, round }: Sample<RunArm>): string {
  return `${session} ${round} ${caseId}`;
}
