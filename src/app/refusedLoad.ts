import type { LoadBench } from './loadBench.ts';
import { asLine, refusedCases } from './refusedStatements.ts';
import type { PlannedWork } from './runPlans.ts';
import type { World } from './world.ts';

const mostTold = 20;

/**
 * Says before a load is offered what a server will not run: it fails in its own requests, and is counted there.
 * @throws UserError usage as `refusedCases`
 */
export async function warnOfRefused(work: PlannedWork, { arms }: LoadBench, world: Pick<World, 'warn'>): Promise<void> {
  const targets = Object.fromEntries(Object.entries(arms).map(([arm, { target }]) => [arm, target]));
  const lines = [...new Set((await refusedCases(work, { targets })).map((one) => asLine(one, '')))];
  for (const line of lines.slice(0, mostTold)) world.warn(`hogbench: warning: ${line}`);
  if (lines.length > mostTold) world.warn(`hogbench: warning: and ${lines.length - mostTold} more cannot run`);
}
