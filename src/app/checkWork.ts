import { type CapturedCase, statementOf } from '../capture/capturedCases.ts';
import { compareWork } from '../capture/sameWork.ts';
import type { CapturedGroup } from '../capture/workloadText.ts';
import type { LoggedExecution } from '../model/traffic.ts';
import type { TrafficLog } from './trafficLog.ts';

/** A case whose text may not do the work of its statement, and why. */
export interface MarkedCase {
  readonly captured: CapturedCase;
  readonly reason: string;
}

/**
 * Parts the cases whose text does the statement's work, as far as tokens and the engine can tell, from those for which
 * something speaks against it.
 */
export async function checkWork(
  log: TrafficLog,
  database: string,
  groups: readonly CapturedGroup[],
  executions: readonly LoggedExecution[],
): Promise<{ readonly groups: readonly CapturedGroup[]; readonly marked: readonly MarkedCase[] }> {
  const functions = await log.functions();
  const statements = new Map(executions.map((one) => [one.queryId, statementOf(one)]));
  const pairs = groups.flatMap(({ cases }) =>
    cases.map((captured) => {
      const statement = statements.get(captured.queryId) ?? '';
      return { captured, statement, written: captured.sql, ...compareWork(statement, captured.sql, functions) };
    }),
  );
  const verdicts = await log.compare(database, pairs);
  const marked = pairs.flatMap(({ captured, doubt, mayBeDispelled }, at): readonly MarkedCase[] => {
    const verdict = verdicts[at];
    const isDispelled = mayBeDispelled && verdict?.isExplained === true;
    const reason = verdict?.difference ?? (isDispelled ? undefined : doubt);
    return reason === undefined ? [] : [{ captured, reason }];
  });
  const unfit = new Set(marked.map((one) => one.captured));
  return {
    groups: groups.map((group) => ({ ...group, cases: group.cases.filter((one) => !unfit.has(one)) })),
    marked,
  };
}
