import type { RecordedTimes } from '../load/arrivals.ts';
import { planSchedule } from '../load/schedule.ts';
import type { ArmCase } from '../model/arm.ts';
import type { TrialPlan } from '../model/loadPlan.ts';
import type { Milliseconds } from '../model/units.ts';
import type { LoadPart, LoadStatement } from '../runner/load/loadTask.ts';
import type { LoadOptions, LoadWork } from './loadWork.ts';

/** A trial, cut into what each thread sends of it. */
export interface CutTrial {
  readonly parts: readonly LoadPart[];
  readonly queryIdPrefix: string;
  /** Class and id of each case, in the order of the statements. */
  readonly cases: readonly { readonly of: string; readonly caseId: string }[];
  /** Recorded requests of cases that are not among those that are sent, or are sent otherwise. */
  readonly leftOut: number;
  /** Recorded requests that are sent, by all machines together. */
  readonly recorded: number;
}

/**
 * Makes the schedule of a trial and deals it out to threads.
 * @param drainMs how long requests that are on their way at the end may still take
 * @throws UserError usage as `planSchedule`
 */
export function cutTrial(
  runId: string,
  plan: TrialPlan,
  { cases: all, classOf }: LoadWork,
  { driving, shard }: LoadOptions,
  recorded: RecordedTimes | undefined,
  drainMs: Milliseconds,
): CutTrial {
  const own = all.filter(({ arm }) => arm === plan.arm);
  const cases = own.map(({ caseId, weight }) => ({ id: caseId, weight }));
  const { offered, seed, warmupMs, durationMs } = plan;
  const classed = { offered, seed, cases, classOf, ...(shard === undefined ? {} : { shard }) };
  const schedule = planSchedule({ ...classed, warmupMs, durationMs, ...(recorded === undefined ? {} : { recorded }) });
  const { workers } = driving;
  const queryIdPrefix = `hogbench-${runId}-t${plan.id}-`;
  const statements = own.map((one) => statementOf(one, runId, plan, driving.timeoutMs));
  const users = { offered, seed, cases, classOf };
  const parts = Array.from({ length: workers }, (_, worker): LoadPart => {
    const length = Math.ceil((schedule.seq.length - worker) / workers);
    const [intended, seq, caseIndex] = [new Float64Array(length), new Float64Array(length), new Uint32Array(length)];
    for (let at = 0, place = worker; at < length; at += 1, place += workers) {
      intended[at] = schedule.intendedMs[place] as number;
      seq[at] = schedule.seq[place] as number;
      caseIndex[at] = schedule.caseIndex[place] as number;
    }
    return {
      ...{ statements, queryIdPrefix, intended, seq, caseIndex },
      users: { ...users, shard: usersOf(worker, workers, shard) },
      userSeq: { from: schedule.whole + worker, step: workers },
      sendMs: warmupMs + durationMs,
      drainMs,
      maxInFlight: Math.max(1, Math.ceil(driving.maxInFlight / workers)),
    };
  });
  return {
    ...{ parts, queryIdPrefix, leftOut: schedule.leftOut, recorded: schedule.recorded },
    cases: own.map(({ caseId }) => ({ caseId, of: classOf[caseId] ?? '' })),
  };
}

/** Users are dealt out to machines first, and those of a machine to its threads. */
function usersOf(
  worker: number,
  workers: number,
  shard: LoadOptions['shard'],
): { readonly index: number; readonly of: number } {
  const [index, of] = shard === undefined ? [1, 1] : [shard.index, shard.of];
  return { index: index + of * worker, of: of * workers };
}

function statementOf(
  { sql, params, settings, tags, caseId, arm, timeoutMs }: ArmCase,
  runId: string,
  { id, purpose }: TrialPlan,
  usualMs: Milliseconds,
): LoadStatement {
  const about = { ...tags, hogbench: { run: runId, case: caseId, arm, purpose: purpose.kind, trial: id } };
  return {
    ...{ sql, params, timeoutMs: timeoutMs ?? usualMs },
    settings: { ...settings, log_comment: JSON.stringify(about) },
  };
}
