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
  const value = values[names.indexOf(name)];
  return value === undefined || Number.isNaN(value) ? undefined : value;
}
