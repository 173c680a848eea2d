import type { ArmCase, ArmName, RunArm } from '../model/arm.ts';
import { currentDesign, usualPlan } from '../model/design.ts';
import { judgesTime, type Mode, modeFacts } from '../model/mode.ts';
import type { Notice } from '../model/notice.ts';
import type { UnitPrices } from '../model/price.ts';
import type { OptionInEffect, RunPlan } from '../model/run.ts';
import type { Shard } from '../model/shard.ts';
import type { TargetSpec } from '../model/targetSpec.ts';
import type { Source } from '../model/workload.ts';
import { drawSelfChecks } from '../runner/selfCheckCases.ts';
import type { ShardChoice } from '../shards/cutRun.ts';
import { commonCases } from './armCases.ts';
import { shareServer } from './oneDataset.ts';
import type { ArmSpec } from './services.ts';

/** How a run is measured: checked, and in base units. */
export interface MeasuringOptions {
  /** Cases to measure: names with * and ?, or tags; empty for all. */
  readonly filter: readonly string[];
  readonly minPairs: number;
  readonly maxPairs: number;
  /** So long an undecided case may go on beyond `maxPairs`; undefined: not at all. */
  readonly caseMs: number | undefined;
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
  /** What inserts cost is measured, too, where tables are not made alike; absent: it is not. */
  readonly insertCost?: boolean;
  readonly allowedSources: ReadonlySet<Source>;
  /** Cases are also run as baseline against baseline. */
  readonly selfCheck: boolean;
  /** Exact counters alone decide; time is not judged. */
  readonly countersOnly: boolean;
  /** The part of the cases that is measured here; absent: all of them. */
  readonly shard?: ShardChoice;
}

/** Pairs in flight: threads and connections, far more than a comparison has a use for. */
export const mostAtOnce = 256;

/** Of server time. A query of 5 ms has 200 pairs then, and one of 50 ms has 20. */
const usualCaseMs = 2000;
/** What all cases together may go on for, without a budget. */
const usualLongerMs = 60_000;

/** Of each arm in each fresh process, before its pair: the first fills caches, and expressions that a query uses twice are compiled in the second. */
const freshWarmups = 2;
/**
 * Sessions that have to agree. Where processes have two modes, a quarter of them differ one way by luck alone; four agree on it in more than 5% of runs of
 * 100 cases, six in 3%.
 */
const freshConfirming = 6;
/** Times the usual pairs, that an undecided case may have where nobody said how many. */
export const longerInPairs = 2;

/** How a run is measured unless somebody says otherwise. */
export function usualMeasuring(countersOnly = false): Omit<MeasuringOptions, 'seed'> {
  const { minPairs, maxPairs, concurrency } = modeFacts[countersOnly ? 'counters' : 'paired'];
  return {
    filter: [],
    minPairs,
    maxPairs,
    caseMs: countersOnly ? undefined : usualCaseMs,
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
export interface PlannedWork<Arm extends RunArm = ArmName> {
  readonly arms: readonly ArmSpec<Arm>[];
  readonly cases: readonly ArmCase<Arm>[];
  readonly plan: RunPlan<Arm>;
  /** Cases that both arms send alike to one server, and that are not among `cases`; absent: none is left out. */
  readonly identical?: number;
  /** What a reader has to know of what is compared; absent: nothing. */
  readonly remarks?: readonly Notice[];
  /** What is not as usual, and who set it. */
  readonly options?: readonly OptionInEffect[];
  /** What executions and data cost; absent: nobody said. */
  readonly prices?: UnitPrices;
  /** Of a part of a run: its place in it, and the cases of all parts. */
  readonly part?: { readonly shard: Shard; readonly whole: readonly ArmCase<Arm>[] };
}

/** The plan of a comparison of two arms or more. */
export function comparisonPlan<Arm extends RunArm>(
  work: Pick<PlannedWork<Arm>, 'arms' | 'cases'> & { readonly duet?: boolean },
  options: MeasuringOptions,
): RunPlan<Arm> {
  const { countersOnly, seed } = options;
  const duet = work.duet === true;
  const mode: Mode = countersOnly ? { kind: 'counters', duet } : { kind: duet ? 'duet' : 'paired' };
  const { sessions, confirmationSessions, warmups } = modeFacts[mode.kind];
  const caseIds = commonCases(work.cases);
  const selfCheck = options.selfCheck ? drawSelfChecks(caseIds, seed) : { count: 0, pool: [] };
  const plan: RunPlan<Arm> = {
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
    ...(onOneMachine(work.arms.map(({ target }) => target)) ? { oneMachine: true } : {}),
    ...(options.caseMs === undefined
      ? {}
      : { caseMs: Math.min(options.caseMs, usualLongerMs / Math.max(1, caseIds.length)) }),
    design: currentDesign,
    mode,
    ...(countersOnly ? {} : { selfCheck }),
    ...(options.budgetMs === undefined ? {} : { budgetMs: options.budgetMs }),
  };
  return judgesTime(mode) && areDrawnAnew(work.arms) ? inFreshProcesses(plan) : plan;
}

/** Whether the arms are servers of our own, whose processes a session starts anew. */
function areDrawnAnew(arms: readonly ArmSpec<RunArm>[]): boolean {
  return arms.length > 1 && !shareServer(arms) && arms.every(({ target }) => target.kind === 'embedded');
}

/**
 * The same plan with new processes for every pair of the first stage. Two processes differ by luck for as long as they live; drawn anew for
 * each pair, that luck is a part of the noise of a pair, and every test counts it. How long a quick case may go on is counted in pairs, since
 * each costs two starts.
 */
export function inFreshProcesses<Arm extends RunArm>({ caseMs, ...plan }: RunPlan<Arm>): RunPlan<Arm> {
  const maxPairs = caseMs === undefined ? plan.maxPairs : plan.maxPairs * longerInPairs;
  return {
    ...plan,
    maxPairs,
    screeningSessions: maxPairs,
    confirmationSessions: Math.max(freshConfirming, plan.confirmationSessions),
    warmups: freshWarmups,
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

/** Embedded servers are processes of one machine. A target with replicas has several. */
export function onOneMachine(targets: readonly TargetSpec[]): boolean {
  const [first] = targets;
  if (targets.every((one) => one.kind === 'embedded' && one.nodes === 1)) return true;
  if (first?.kind !== 'remote' || first.replicas.length > 0) return false;
  return new Set(targets.map((one) => JSON.stringify(one))).size === 1;
}
