import type { ArmCase, RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { RunPlan } from '../model/run.ts';
import { requestMaker } from '../runner/requests.ts';
import type { Bench } from './services.ts';

/**
 * Lets the servers parse what is going to write, and removes what killed runs left behind.
 * @throws UserError usage when a server reads a statement otherwise than we do
 */
export async function beginWrites(
  runId: string,
  plan: RunPlan<RunArm>,
  cases: readonly ArmCase<RunArm>[],
  { targets }: Bench,
  tell: (line: string) => void,
): Promise<void> {
  const request = requestMaker(runId, plan, cases);
  const swept = new Set<unknown>();
  // One that went away is not asked.
  for (const arm of plan.arms.filter((one) => targets[one] !== undefined)) {
    const writing = cases.filter((one) => one.arm === arm && one.writes !== undefined);
    if (writing.length === 0) continue;
    const access = targets[arm]?.writes;
    if (access === undefined) throw new Error(`no statement that writes may be sent to the ${arm}`);
    const requests = writing.flatMap(({ caseId }) => request(caseId, arm, 'check') ?? []);
    const objections = await access.objections(requests);
    for (const [index, objection] of objections.entries())
      if (objection !== undefined)
        throw new UserError(
          'usage',
          `${writing[index]?.caseId} is not measured: ${objection}`,
          'See "Statements that write" in docs/workloads.md, or take it out.',
          writing[index]?.place,
        );
    if (!swept.has(access)) for (const line of await access.dropLeft()) tell(line);
    swept.add(access);
  }
}

/** Drops what this run left behind. Resolves to what could not be dropped, for people. */
export async function endWrites(runId: string, { targets }: Bench): Promise<readonly string[]> {
  const troubles: string[] = [];
  for (const access of new Set(Object.values(targets).flatMap((target) => target?.writes ?? [])))
    await access.dropOfRun(runId).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      troubles.push(
        `databases whose names begin with hogbench_scratch_${runId} may be left, and the next run drops them: ${why}`,
      );
    });
  return troubles;
}
