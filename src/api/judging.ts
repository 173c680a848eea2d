import { z } from 'zod';
import { gatedRun } from '../app/savedReports.ts';
import { compareRun as judgePairs } from '../compare/compareRun.ts';
import { compareRuns as judgeSaved } from '../compare/saved/compareRuns.ts';
import { summarizeRun as summarize } from '../compare/summarizeRun.ts';
import type { ComparisonReport } from '../model/comparison.ts';
import { usualPlan } from '../model/design.ts';
import { type MismatchPolicy, mismatchKinds, usualPolicy } from '../model/environment.ts';
import { UserError } from '../model/errors.ts';
import type { Run } from '../model/run.ts';
import type { RunSummary } from '../model/runSummary.ts';
import { joinRuns } from '../shards/joinRuns.ts';
import { check } from './checkedChoices.ts';

export interface JudgingChoices {
  /**
   * Judges as a gate does, by these rules and by the thresholds of this version, whatever the run says of itself: for runs that somebody else
   * measured. Absent: by the margin and the thresholds that the run recorded.
   */
  readonly gate?: GateRules | undefined;
  /** Tags to show totals by. Default: the usual ones. */
  readonly totalsBy?: readonly string[] | undefined;
}

export interface GateRules {
  /** A share above 0 and below 1. Default: 0.05. */
  readonly margin?: number | undefined;
  /** That a run of exact counters alone will do. Default: false, so that it is refused. */
  readonly countersOnly?: boolean | undefined;
}

export interface SavedChoices {
  /** A share above 0 and below 1. Default: the baseline's. */
  readonly margin?: number | undefined;
  /** What to do where the places of the two runs differ. Default: `refuse` for each, so that it decides nothing on time. */
  readonly policy?: Partial<MismatchPolicy> | undefined;
}

export interface MergingChoices {
  /** Joins the parts that are there, into a run that is incomplete and passes no gate. Default: false, so that a missing one is an error. */
  readonly partial?: boolean | undefined;
}

const mergingShape = z.strictObject({ partial: z.boolean().optional() });

const share = z.number().gt(0).lt(1);

const judgingShape = z.strictObject({
  totalsBy: z.array(z.string()).optional(),
  gate: z.strictObject({ margin: share.optional(), countersOnly: z.boolean().optional() }).optional(),
});

const savedShape = z.strictObject({
  margin: share.optional(),
  policy: z.partialRecord(z.enum(mismatchKinds), z.enum(['refuse', 'warn'])).optional(),
});

const records = z.array(z.looseObject({}));
const runShape = z.looseObject({
  id: z.string(),
  plan: z.looseObject({
    arms: z.array(z.string()).min(1),
    mode: z.looseObject({ kind: z.string() }),
    design: z.looseObject({}),
  }),
  arms: records,
  cases: z.array(z.looseObject({ caseId: z.string(), arm: z.string() })),
  samples: z.array(z.looseObject({ caseId: z.string(), arm: z.string() })),
  digests: records,
  notices: records,
  status: z.looseObject({ kind: z.enum(['complete', 'interrupted', 'incomplete']) }),
});

/**
 * Judges a run of two arms that were measured together. Pure: the same samples, in any order, give the same report.
 * @throws UserError usage for what is no such run
 */
export function compareRun(run: Run, choices: JudgingChoices = {}): ComparisonReport {
  checkRun(run);
  check(judgingShape, choices, 'the options of compareRun');
  const { totalsBy, gate } = choices;
  if (gate === undefined) return judgePairs(run, { totalsBy });
  const { margin = usualPlan.margin, countersOnly = false } = gate;
  return judgePairs(gatedRun(run, { margin, countersOnly, options: [] }), { totalsBy });
}

/**
 * Judges two runs of one arm each, session by session. Pure.
 * @throws UserError usage for what are no such runs, and for runs without a common case
 */
export function compareRuns(baseline: Run, candidate: Run, choices: SavedChoices = {}): ComparisonReport {
  checkRun(baseline);
  checkRun(candidate);
  check(savedShape, choices, 'the options of compareRuns');
  const { margin, policy } = choices;
  return judgeSaved(baseline, candidate, { margin, policy: { ...usualPolicy, ...policy } });
}

/**
 * Medians, spreads and percentiles of every case of a run of one arm, in the order of its plan. Pure.
 * @throws UserError usage for what is no such run
 */
export function summarizeRun(run: Run): RunSummary {
  checkRun(run);
  if (run.plan.arms.length === 1) return summarize(run);
  throw new UserError(
    'usage',
    `run ${run.id} has ${run.plan.arms.length} arms, and a summary is of one`,
    'Give it to compareRun, whose report has the percentiles of both arms.',
  );
}

/**
 * Joins the parts of a run, in any order, into one that is judged as if it had been measured in one. Pure.
 * @throws UserError usage for runs that are no parts of one run, for a part that is there twice, and for one that is missing
 */
export function mergeRuns(parts: readonly Run[], choices: MergingChoices = {}): Run {
  check(z.array(z.unknown()).min(1), parts, 'the parts of a run');
  for (const part of parts) checkRun(part);
  check(mergingShape, choices, 'the options of mergeRuns');
  return joinRuns(
    parts.map((run) => ({ run, place: `run ${run.id}` })),
    { partial: choices.partial === true },
  );
}

/** Takes what was read or measured. A run whose samples have lost their cases would be judged without them. */
function checkRun(run: Run): void {
  check(runShape, run, 'a run');
  const known = new Set(run.cases.map((one) => one.caseId));
  for (const one of run.plan.selfCheck?.pool ?? []) known.add(one.caseId);
  const stray = run.samples.find((one) => !known.has(one.caseId));
  if (stray === undefined) return;
  const what = `run ${run.id} holds samples of ${stray.caseId}, and not the case`;
  throw new UserError('usage', what, 'Give the run as readRun, ab or run gave it.');
}
