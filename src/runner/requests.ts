import { randomBytes } from 'node:crypto';
import type { ArmCase, RunArm } from '../model/arm.ts';
import type { RunPlan } from '../model/run.ts';
import { scratchDatabase } from '../model/writing.ts';
import { scratchParameter } from '../sql/writingStatement.ts';
import type { SampleRequest, ScratchRequest } from './executor.ts';
import { sourceOf } from './selfCheckCases.ts';

/** The request for one execution; undefined when the arm has no such case. `purpose` goes into the query id. */
export type RequestMaker = (caseId: string, arm: RunArm, purpose: string) => SampleRequest | undefined;

/** Gives every execution a query id of its own, and a log_comment that says what it was for. */
export function requestMaker(runId: string, plan: RunPlan<RunArm>, cases: readonly ArmCase<RunArm>[]): RequestMaker {
  const byArm = new Map(cases.map((one) => [`${one.arm} ${one.caseId}`, one]));
  const source = sourceOf(plan);
  return (caseId, arm, purpose) => {
    const from = source(caseId, arm);
    const armCase = byArm.get(`${from.arm} ${from.caseId}`);
    if (armCase === undefined) return undefined;
    const token = randomBytes(6).toString('hex');
    const timeoutMs = armCase.timeoutMs ?? plan.timeoutMs;
    const writes = scratchRequest(armCase, scratchDatabase(runId, token), timeoutMs);
    return {
      queryId: `hogbench-${runId}-${purpose}-${token}`,
      arm,
      sql: armCase.sql,
      params: { ...armCase.params, ...(writes === undefined ? {} : { [scratchParameter]: writes.database }) },
      settings: armCase.settings,
      logComment: JSON.stringify({ ...armCase.tags, hogbench: { run: runId, case: caseId, arm, purpose } }),
      timeoutMs,
      ...(writes === undefined ? {} : { writes }),
      ...(from.arm === arm ? {} : { at: from.arm }),
    };
  };
}

/** Making the table, and looking at what was written to it, can take as long again as the statement may. */
const keepTimes = 3;
const keepAtLeastMs = 10 * 60 * 1000;

function scratchRequest(
  { arm, caseId, writes }: ArmCase<RunArm>,
  database: string,
  timeoutMs: number,
): ScratchRequest | undefined {
  if (writes === undefined) return undefined;
  return { ...writes, database, key: `${arm} ${caseId}`, keepMs: keepAtLeastMs + keepTimes * timeoutMs };
}
