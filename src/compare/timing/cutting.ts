import type { PerArm } from '../../model/arm.ts';
import type { CutExecutions } from '../../model/reason.ts';
import type { ServerFacts } from '../../model/serverFacts.ts';

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

interface Tallied {
  readonly tally: PerArm<{ readonly cut: number; readonly completed: number; readonly missing: number }>;
}

/** How many executions of each arm were cut; null where none was. */
export function cutExecutions({ tally: { baseline, candidate } }: Tallied): PerArm<CutExecutions> | null {
  if (baseline.cut === 0 && candidate.cut === 0) return null;
  return {
    baseline: { cut: baseline.cut, of: baseline.cut + baseline.completed + baseline.missing },
    candidate: { cut: candidate.cut, of: candidate.cut + candidate.completed + candidate.missing },
  };
}
