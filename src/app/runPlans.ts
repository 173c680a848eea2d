import type { ArmCase } from '../model/arm.ts';
import { currentDesign } from '../model/design.ts';
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

/** How a run is measured unless somebody says otherwise. Counters vary less than times, and do not mind company. */
export function usualMeasuring(countersOnly = false): Omit<MeasuringOptions, 'seed'> {
  return {
    filter: [],
    minPairs: countersOnly ? 2 : 5,
    maxPairs: countersOnly ? 5 : 20,
    budgetMs: undefined,
    margin: 0.05,
    concurrency: countersOnly ? 4 : 1,
    timeoutMs: 60_000,
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

/** Sessions that confirm a suspect, so that one lucky process or connection decides nothing. */
const confirmationSessions = 4;

/**
 * A fresh process compiles an expression when it runs for the fourth time (`min_count_to_compile_expression` is 3),
 * which takes some 40 ms.
 */
const warmups = 4;

/** The plan of a comparison of two arms. */
export function comparisonPlan(
  work: Pick<PlannedWork, 'arms' | 'cases'> & { readonly duet?: boolean },
  options: MeasuringOptions,
): RunPlan {
  const { countersOnly, seed } = options;
  const caseIds = commonCases(work.cases);
  const selfCheck = options.selfCheck ? drawSelfChecks(caseIds, seed) : { count: 0, pool: [] };
  return {
    seed,
    arms: work.arms.map((spec) => spec.arm),
    caseIds,
    screeningSessions: 1,
    confirmationSessions: countersOnly ? 0 : confirmationSessions,
    minPairs: options.minPairs,
    maxPairs: options.maxPairs,
    warmups: countersOnly ? 0 : warmups,
    concurrency: options.concurrency,
    timeoutMs: options.timeoutMs,
    margin: options.margin,
    design: currentDesign,
    ...(countersOnly ? { countersOnly } : { selfCheck }),
    ...(options.budgetMs === undefined ? {} : { budgetMs: options.budgetMs }),
    ...(work.duet === true ? { duet: true } : {}),
  };
}

/** The plan of a run of one arm. */
export function oneArmPlan(
  cases: readonly ArmCase[],
  { sessions: asked, rounds }: { readonly sessions: number; readonly rounds: number },
  options: MeasuringOptions,
): RunPlan {
  const { countersOnly } = options;
  const sessions = countersOnly ? 1 : asked;
  return {
    seed: options.seed,
    arms: ['baseline'],
    caseIds: cases.map((one) => one.caseId),
    screeningSessions: sessions,
    confirmationSessions: 0,
    minPairs: countersOnly ? options.minPairs : sessions * rounds,
    maxPairs: countersOnly ? options.maxPairs : sessions * rounds,
    warmups: countersOnly ? 0 : warmups,
    concurrency: options.concurrency,
    timeoutMs: options.timeoutMs,
    margin: options.margin,
    design: currentDesign,
    ...(countersOnly ? { countersOnly } : {}),
    ...(options.budgetMs === undefined ? {} : { budgetMs: options.budgetMs }),
  };
}
