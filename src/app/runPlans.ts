import type { ArmCase } from '../model/arm.ts';
import { currentDesign, usualPlan } from '../model/design.ts';
import { type Mode, modeFacts } from '../model/mode.ts';
import type { OptionInEffect, RunPlan } from '../model/run.ts';
import type { Source } from '../model/workload.ts';
import { drawSelfChecks } from '../runner/selfCheckCases.ts';
import { commonCases } from './armCases.ts';
import type { ArmSpec } from './services.ts';

/** How a run is measured: checked, and in base units. */
export interface MeasuringOptions {
  /** Cases to measure: names with * and ?, or tags; empty for all. */
  readonly filter: readonly string[];
  readonly minPairs: number;
  readonly maxPairs: number;
  readonly budgetMs: number | undefined;
  readonly margin: number;
  readonly seed: number;
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** A run file to go on with. */
  readonly resume: string | undefined;
  readonly out: string;
  /** `out` when it was asked for; a resumed run stays in its own folder otherwise. */
  readonly givenOut: string | undefined;
  /** Runs the workload's own setup scripts on a remote target that allows it. */
  readonly setup: boolean;
  readonly allowedSources: ReadonlySet<Source>;
  /** Cases are also run as baseline against baseline. */
  readonly selfCheck: boolean;
  /** Exact counters alone decide; time is not judged. */
  readonly countersOnly: boolean;
}

/** How a run is measured unless somebody says otherwise. */
export function usualMeasuring(countersOnly = false): Omit<MeasuringOptions, 'seed'> {
  const { minPairs, maxPairs, concurrency } = modeFacts[countersOnly ? 'counters' : 'paired'];
  return {
    filter: [],
    minPairs,
    maxPairs,
    budgetMs: undefined,
    ...usualPlan,
    concurrency,
    resume: undefined,
    out: 'hogbench-out',
    givenOut: undefined,
    setup: false,
    allowedSources: new Set(),
    selfCheck: true,
    countersOnly,
  };
}

/** Arms and their cases, with the plan by which they are measured. */
export interface PlannedWork {
  readonly arms: readonly ArmSpec[];
  readonly cases: readonly ArmCase[];
  readonly plan: RunPlan;
  /** What is not as usual, and who set it. */
  readonly options?: readonly OptionInEffect[];
}

/** The plan of a comparison of two arms. */
export function comparisonPlan(
  work: Pick<PlannedWork, 'arms' | 'cases'> & { readonly duet?: boolean },
  options: MeasuringOptions,
): RunPlan {
  const { countersOnly, seed } = options;
  const duet = work.duet === true;
  const mode: Mode = countersOnly ? { kind: 'counters', duet } : { kind: duet ? 'duet' : 'paired' };
  const { sessions, confirmationSessions, warmups } = modeFacts[mode.kind];
  const caseIds = commonCases(work.cases);
  const selfCheck = options.selfCheck ? drawSelfChecks(caseIds, seed) : { count: 0, pool: [] };
  return {
    seed,
    arms: work.arms.map((spec) => spec.arm),
    caseIds,
    screeningSessions: sessions,
    confirmationSessions,
    minPairs: options.minPairs,
    maxPairs: options.maxPairs,
    warmups,
    concurrency: options.concurrency,
    timeoutMs: options.timeoutMs,
    margin: options.margin,
    design: currentDesign,
    mode,
    ...(countersOnly ? {} : { selfCheck }),
    ...(options.budgetMs === undefined ? {} : { budgetMs: options.budgetMs }),
  };
}

/** The plan of a run of one arm. */
export function oneArmPlan(
  cases: readonly ArmCase[],
  { sessions: asked, rounds }: { readonly sessions: number; readonly rounds: number },
  options: MeasuringOptions,
): RunPlan {
  const { countersOnly } = options;
  const mode: Mode = countersOnly ? { kind: 'counters', duet: false } : { kind: 'sessions' };
  const { confirmationSessions, warmups } = modeFacts[mode.kind];
  const sessions = countersOnly ? modeFacts.counters.sessions : asked;
  return {
    seed: options.seed,
    arms: ['baseline'],
    caseIds: cases.map((one) => one.caseId),
    screeningSessions: sessions,
    confirmationSessions,
    minPairs: countersOnly ? options.minPairs : sessions * rounds,
    maxPairs: countersOnly ? options.maxPairs : sessions * rounds,
    warmups,
    concurrency: options.concurrency,
    timeoutMs: options.timeoutMs,
    margin: options.margin,
    design: currentDesign,
    mode,
    ...(options.budgetMs === undefined ? {} : { budgetMs: options.budgetMs }),
  };
}
