import { isBusy } from '../../clickhouse/http/runEnders.ts';
import type { Execution } from '../executor.ts';
import type { MeasureInput } from '../measureInput.ts';
import { pause as wait } from '../pause.ts';

/** Milliseconds between the tries. */
const pauses: readonly number[] = [1000, 3000, 6000];

/**
 * Executes once more, and with new requests, what the server had no room for: others run their queries there too, and are
 * done in seconds. What is tried last is returned, whatever came of it.
 */
export async function whenNotBusy<T extends Pick<Execution, 'outcome'>>(
  { signal, pause = (ms) => wait(ms, signal) }: Pick<MeasureInput, 'signal' | 'pause'>,
  execute: () => Promise<readonly T[]>,
): Promise<readonly T[]> {
  let executions = await execute();
  for (const ms of pauses) {
    if (signal.aborted || !executions.some(({ outcome }) => outcome.kind === 'failed' && isBusy(outcome))) break;
    await pause(ms);
    if (signal.aborted) break;
    executions = await execute();
  }
  return executions;
}
