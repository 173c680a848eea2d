import { randomBytes } from 'node:crypto';
import type { ArmCase, ArmName, Plan } from '../model/run.ts';
import type { SampleRequest } from './executor.ts';
import { sourceOf } from './selfCheck.ts';
import { measuredSettings } from './settings.ts';

/** The request for one execution; undefined when the arm has no such case. `purpose` goes into the query id. */
export type RequestMaker = (caseId: string, arm: ArmName, purpose: string) => SampleRequest | undefined;

/** Gives every execution a query id of its own, and a log_comment that says what it was for. */
export function requestMaker(runId: string, plan: Plan, cases: readonly ArmCase[]): RequestMaker {
  const byArm = new Map(cases.map((one) => [`${one.arm} ${one.caseId}`, one]));
  const source = sourceOf(plan);
  return (caseId, arm, purpose) => {
    const from = source(caseId, arm);
    const armCase = byArm.get(`${from.arm} ${from.caseId}`);
    if (armCase === undefined) return undefined;
    return {
      queryId: `hogbench-${runId}-${purpose}-${randomBytes(6).toString('hex')}`,
      arm,
      sql: armCase.sql,
      params: armCase.params,
      settings: { ...measuredSettings, ...armCase.settings },
      logComment: JSON.stringify({ ...armCase.tags, hogbench: { run: runId, case: caseId, arm, purpose } }),
      timeoutMs: armCase.timeoutMs ?? plan.timeoutMs,
      ...(from.arm === arm ? {} : { at: from.arm }),
    };
  };
}
