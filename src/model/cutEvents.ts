import type { ServerFacts } from './serverFacts.ts';

/**
 * What the server counts when it stops before the end and answers all the same: `break` and `any` of the overflow
 * modes, and shards that were left out. Servers that do not count skipped shards count connections that failed for good.
 */
const cuttingEvents: readonly string[] = [
  'OverflowBreak',
  'OverflowAny',
  'DistributedShardsSkipped',
  'DistributedConnectionFailAtAll',
];

/** Executions share lists of names, and each is asked for many times. */
const places = new WeakMap<readonly string[], readonly number[]>();

/** Whether an execution that ended well did less than it was asked for. */
export function isCut({ events }: Pick<ServerFacts, 'events'>): boolean {
  let known = places.get(events.names);
  if (known === undefined) {
    known = cuttingEvents.map((name) => events.names.indexOf(name)).filter((place) => place >= 0);
    places.set(events.names, known);
  }
  return known.some((place) => (events.values[place] ?? 0) > 0);
}
