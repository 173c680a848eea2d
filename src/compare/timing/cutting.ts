import type { ArmName } from '../../model/arm.ts';
import type { ServerFacts } from '../../model/serverFacts.ts';
import { plural } from '../../text/quantity.ts';

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

interface Cuts {
  readonly tally: Readonly<Record<ArmName, CutTally>>;
}

interface CutTally {
  readonly cut: number;
  readonly completed: number;
  readonly missing: number;
}

/** "Cut by a limit: 3 of 10 executions of the baseline and 10 of 10 of the candidate"; empty when none was. */
export function cutText({ tally }: Cuts): string {
  const parts = (['baseline', 'candidate'] as const).flatMap((arm) => {
    const { cut, completed, missing } = tally[arm];
    return cut === 0 ? [] : [`${cut} of ${plural(cut + completed + missing, 'execution')} of the ${arm}`];
  });
  if (parts.length === 0) return '';
  return (
    `Cut by a limit: ${parts.join(' and ')}. The server stopped early and answered with a part, by an overflow mode of ` +
    'break or any or by leaving out a shard. Executions that were cut are not counted.'
  );
}
