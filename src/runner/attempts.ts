import type { RunArm } from '../model/arm.ts';
import type { Ending } from './ending.ts';
import type { Execution } from './executor.ts';
import type { MeasureInput } from './measureInput.ts';
import { pause as wait } from './waiting.ts';

/** What came of a request, and the arm whose server it was sent to. */
export interface Attempt extends Execution {
  readonly at: RunArm;
}

/** Milliseconds between the tries. */
const pauses: readonly number[] = [1000, 3000, 6000];

/**
 * Executes once more, and with new requests, what a server had no room for: others run their queries there too, and are
 * done in seconds. Of what is tried last those are returned that say something of their case: what a server refuses for a
 * reason that ends the run does not.
 */
export async function attempt<T extends Attempt>(
  { targets, signal, pause = (ms) => wait(ms, signal) }: Pick<MeasureInput, 'targets' | 'signal' | 'pause'>,
  ending: Ending,
  execute: () => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const isBusy = ({ outcome, at }: T): boolean =>
    outcome.kind === 'failed' && targets[at]?.refusals.isBusy(outcome) === true;
  let executions = await execute();
  for (const ms of pauses) {
    if (signal.aborted || !executions.some(isBusy)) break;
    await pause(ms);
    if (signal.aborted) break;
    executions = await execute();
  }
  return ending.tried(executions);
}
