import type { Milliseconds } from '../../model/units.ts';
import { monotonicMs } from '../clock.ts';
import type { LoadedServer, ServerUptime } from './loadedServer.ts';

/** How long each server of an arm had been up, asked at some moment between two of ours. */
export interface AskedUptimes {
  readonly askedAt: Milliseconds;
  readonly toldAt: Milliseconds;
  readonly servers: readonly (ServerUptime | undefined)[];
}

/** Servers tell whole seconds, rounded as they please, and their seconds are not quite ours. */
const slackMs: Milliseconds = 2000;

export async function startsOf(server: Pick<LoadedServer, 'uptimes'>): Promise<AskedUptimes> {
  const askedAt = monotonicMs();
  const servers = await server.uptimes();
  return { askedAt, toldAt: monotonicMs(), servers };
}

/**
 * Whether a server was started anew between two questions: it has been up for a shorter time than it would be otherwise. Of one that did not
 * tell, or that does not answer now, as behind a balancer that is not known for a cluster, nothing is known.
 */
export function wasRestarted(before: AskedUptimes, after: AskedUptimes): boolean {
  const atLeast = after.askedAt - before.toldAt - slackMs;
  return before.servers.some((then, place) => {
    if (then === undefined) return false;
    const isIt = (one: ServerUptime | undefined): boolean => one?.host === then.host;
    // servers of one machine have one name, and one place each
    const now = [after.servers[place], ...after.servers].find(isIt);
    if (now === undefined) return false;
    return now.seconds * 1000 < then.seconds * 1000 + Math.max(0, atLeast);
  });
}
