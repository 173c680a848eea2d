import type { RunArm } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import { requestMaker } from '../runner/requests.ts';
import { shareServer } from './oneDataset.ts';
import { areQueries } from './oneQuery.ts';
import { asError, asLine, type RefusedCase, refusedCases } from './refusedStatements.ts';
import type { PlannedWork } from './runPlans.ts';
import type { Bench } from './services.ts';
import type { World } from './world.ts';

/** More of them say no more; the report has all. */
const mostTold = 20;

/**
 * Says before anything is measured what a server will not run. A query that is measured by itself ends with that; in a workload
 * the case is tried all the same, and fails in its own execution, or does not. Resolves to what was refused.
 * @throws UserError usage for a query by itself, and as `refusedCases`
 */
export async function checkStatements(
  runId: string,
  work: PlannedWork<RunArm>,
  bench: Bench,
  world: Pick<World, 'warn'>,
  signal: AbortSignal,
): Promise<readonly RefusedCase[]> {
  const refused = await refusedCases(work, bench);
  checkNotAborted(signal);
  const [first] = refused;
  if (first === undefined) return [];
  if (isOneQuery(work, refused) && (await failsToRun(runId, work, first, bench, signal))) throw asError(first);
  const lines = distinctLines(refused, work.arms.length);
  for (const line of lines.slice(0, mostTold)) world.warn(`hogbench: warning: ${line}`);
  if (lines.length > mostTold) world.warn(`hogbench: warning: and ${lines.length - mostTold} more cannot run`);
  return refused;
}

/** Where one of two servers alone refuses one text, that is what was to be learned. */
function isOneQuery({ arms, plan }: PlannedWork<RunArm>, refused: readonly RefusedCase[]): boolean {
  if (!areQueries(arms) || plan.caseIds.length !== 1) return false;
  return shareServer(arms) || new Set(refused.map(({ spec }) => spec.arm)).size === arms.length;
}

/** The engine judges: what it analyses otherwise than it runs is measured. */
async function failsToRun(
  runId: string,
  { plan, cases }: PlannedWork<RunArm>,
  { one }: RefusedCase,
  { executor }: Bench,
  signal: AbortSignal,
): Promise<boolean> {
  const request = requestMaker(runId, plan, cases)(one.caseId, one.arm, 'check');
  if (request === undefined) return false;
  const [execution] = await executor.execute([request], signal);
  checkNotAborted(signal);
  return execution?.outcome.kind === 'failed';
}

/** @throws UserError interrupted */
export function checkNotAborted(signal: AbortSignal): void {
  if (signal.aborted)
    throw new UserError('interrupted', 'interrupted before anything was measured', 'Run the same command again.');
}

/** One line for what is wrong at one place, be it with several bindings or in both arms. */
function distinctLines(refused: readonly RefusedCase[], arms: number): readonly string[] {
  const byPlace = new Map<string, readonly RefusedCase[]>();
  for (const one of refused) {
    const key = JSON.stringify([one.place, one.fault.message, one.one.name]);
    byPlace.set(key, [...(byPlace.get(key) ?? []), one]);
  }
  return [...byPlace.values()].flatMap((all) => {
    const [first] = all;
    const names = new Set(all.map(({ spec }) => spec.arm));
    return first === undefined ? [] : [asLine(first, names.size === arms ? '' : ` in the ${[...names].join()}`)];
  });
}
