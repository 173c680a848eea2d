import { createHash } from 'node:crypto';
import type { ArmCase, RunArm } from '../model/arm.ts';
import type { RunPlan } from '../model/run.ts';
import type { Shard } from '../model/shard.ts';
import { type CaseTimes, cutCases } from './partition.ts';

/** Which part of a run a machine is to measure. */
export interface ShardChoice {
  /** From 1. */
  readonly index: number;
  readonly of: number;
  /** As `Shard.run`. */
  readonly run: string | undefined;
  /** Of the order; absent: one that follows from what is sent, since all parts need the same. */
  readonly seed: number | undefined;
  /** Absent: cases count alike. */
  readonly times: CaseTimes | undefined;
}

/** The part of a run: its place in the whole, and what is left of the cases. */
export interface CutRun<Arm extends RunArm> {
  readonly shard: Shard;
  readonly cases: readonly ArmCase<Arm>[];
  readonly caseIds: readonly string[];
}

/** @param cases of both arms, of the whole run */
export function cutRun<Arm extends RunArm>(
  cases: readonly ArmCase<Arm>[],
  { caseIds }: Pick<RunPlan, 'caseIds'>,
  { index, of, run, times }: ShardChoice,
): CutRun<Arm> {
  const whole = cutCases([...new Set(cases.map((one) => one.caseId))], of, times);
  const own = new Set(whole.flatMap(({ caseId, shard }) => (shard === index ? [caseId] : [])));
  return {
    shard: { index, of, ...(run === undefined ? {} : { run }), workload: workloadHash(cases), whole },
    cases: cases.filter(({ caseId }) => own.has(caseId)),
    caseIds: caseIds.filter((caseId) => own.has(caseId)),
  };
}

const hashLength = 16;

/** Of all that decides what is measured and how it is told; where a text stands may differ between machines. */
export function workloadHash(cases: readonly ArmCase<RunArm>[]): string {
  const sent = cases.map(({ place: _, ...one }) =>
    JSON.stringify(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
  return createHash('sha256').update(JSON.stringify(sent.sort())).digest('hex').slice(0, hashLength);
}

/** A seed that all parts of a run come to without being told: drawn by the clock, each would have another. */
export function commonSeed(cases: readonly ArmCase<RunArm>[], run: string | undefined): number {
  const hash = createHash('sha256')
    .update(`${workloadHash(cases)} ${run ?? ''}`)
    .digest();
  return hash.readUInt32BE(0) % 1_000_000;
}
