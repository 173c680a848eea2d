import { z } from 'zod';
import { monotonicMs } from '../../runner/clock.ts';
import { identifier } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { deadlines } from '../http/deadlines.ts';
import { isServerError } from '../http/refusals.ts';
import { everyReplica } from './serverLogs.ts';

const lookEveryMs = 200;
const patienceMs = 5000;
/** Queries that wait for a slot are in no list of queries: so many looks in a row must find none before it is believed. */
const looksWithNone = 3;
const accessDenied = 497;

/** Where queries may run that are to be ended. */
export interface EndingAt {
  readonly controls: readonly Control[];
  /** Whose servers may have been given a query behind one address, or a part of one. */
  readonly cluster?: string | undefined;
}

/**
 * Ends every query whose id begins so, on all of these servers. Those that wait for their turn begin when there is room, and are ended
 * then. A server that is overloaded is asked again.
 * @returns how many still run after five seconds; undefined where a server does not tell by then, or may not. Never rejects.
 */
export async function endQueries(at: EndingAt, prefix: string): Promise<number | undefined> {
  const until = monotonicMs() + patienceMs;
  let none = 0;
  for (;;) {
    const running = await Promise.all(at.controls.map((control) => countRunning(control, at.cluster, prefix)));
    if (running.includes('not permitted')) return undefined;
    const known = running.filter((one) => typeof one === 'number');
    const isKnown = known.length === running.length;
    const left = known.reduce((sum, one) => sum + one, 0);
    none = isKnown && left === 0 ? none + 1 : 0;
    if (none >= looksWithNone) return 0;
    if (monotonicMs() > until) return isKnown || left > 0 ? left : undefined;
    if (none === 0) await Promise.all(at.controls.map((control) => kill(control, at.cluster, prefix)));
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

const counted = z.object({ running: z.coerce.number() });
const bounds = { timeoutMs: deadlines.kill, cleanUp: true };

async function countRunning(
  control: Control,
  cluster: string | undefined,
  prefix: string,
): Promise<number | 'not permitted' | undefined> {
  return control
    .rows(
      // a server of a cluster has the parts of queries that others were asked
      `SELECT uniqExact(initial_query_id) AS running FROM ${everyReplica('system.processes', cluster)} WHERE startsWith(initial_query_id, {prefix:String})`,
      counted,
      { ...bounds, params: { prefix } },
    )
    .then(
      ([row]) => row?.running,
      (error: unknown) => (isServerError(error) && error.code === accessDenied ? 'not permitted' : undefined),
    );
}

/** Of a cluster, where it is asked and, as far as that is permitted, everywhere. */
async function kill(control: Control, cluster: string | undefined, prefix: string): Promise<void> {
  const everywhere = cluster === undefined ? [] : [` ON CLUSTER ${identifier(cluster)}`];
  for (const where of ['', ...everywhere])
    await control
      .command(`KILL QUERY${where} WHERE startsWith(initial_query_id, {prefix:String}) ASYNC`, {
        ...bounds,
        params: { prefix },
      })
      .catch(() => undefined);
}
