import type { Bytes, Microseconds } from './units.ts';
import type { WrittenTable } from './writing.ts';

/** The server's side of an execution: its facts, or the reason why there are none. Never a zero for "no data". */
export type Evidence =
  | ServerFacts
  | { readonly kind: 'missing'; readonly cause: MissingCause; readonly detail: string };

/** Why a server-side row could not be read. */
export type MissingCause =
  | 'log-disabled'
  | 'not-permitted'
  | 'not-flushed'
  | 'sampled-or-filtered'
  | 'connection-lost'
  /** What the server told cannot be, or contradicts what the client saw. */
  | 'implausible'
  | 'unknown';

/** What the server wrote about one execution in system.query_log, summed over the hosts it ran on. */
export interface ServerFacts {
  readonly kind: 'facts';
  readonly durationUs: Microseconds;
  readonly readRows: number;
  readonly readBytes: Bytes;
  readonly resultRows: number;
  readonly resultBytes: Bytes;
  /** Peak on the initiating host; a peak, never a sum. */
  readonly memoryBytes: Bytes;
  /** 0 when the execution finished. */
  readonly exceptionCode: number;
  /** Rows in query_log that were put together: 1, or 1 + the secondary ones of a distributed query. */
  readonly logRows: number;
  /** ProfileEvents, summed over `initial_query_id`. */
  readonly events: EventCounts;
  /** The table it wrote to; absent for a statement that only reads. */
  readonly written?: WrittenTable;
}

/**
 * ProfileEvents of one execution: `values[i]` counts `names[i]`; NaN where the server counted no such event.
 *
 * Executions share one list of names where they can, and numbers lie side by side: as objects with a property an event,
 * a run of ten thousand cases would spend its time in the collection of garbage.
 */
export interface EventCounts {
  readonly names: readonly string[];
  readonly values: Float64Array;
}

/** Counts by name as `EventCounts`. */
export function eventCounts(counts: Readonly<Record<string, number>>): EventCounts {
  return { names: Object.keys(counts), values: Float64Array.from(Object.values(counts)) };
}

/** False where the server logged no event at all: any execution counts itself, so it was told not to. */
export function countsEvents({ values }: EventCounts): boolean {
  return values.some((one) => !Number.isNaN(one));
}

/** How often an event was counted; undefined when the server did not count it. */
export function eventCount({ names, values }: EventCounts, name: string): number | undefined {
  const value = values[eventPlace(names, name)];
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

/** Executions share lists of names, and each is asked for the same few events many times. */
const places = new WeakMap<readonly string[], Map<string, number>>();

/** Where an event stands in a list of names; -1 where it does not. */
export function eventPlace(names: readonly string[], name: string): number {
  let asked = places.get(names);
  if (asked === undefined) {
    asked = new Map();
    places.set(names, asked);
  }
  let place = asked.get(name);
  if (place === undefined) {
    place = names.indexOf(name);
    asked.set(name, place);
  }
  return place;
}
