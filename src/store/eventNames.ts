import { createHash } from 'node:crypto';
import type { EventCounts } from '../model/serverFacts.ts';
import type { NamesRecord } from '../schema/run/record.ts';

/**
 * Splits ProfileEvents into a list of names, stored once, and values in its order. ClickHouse leaves out
 * what it did not count, so the list is the union of all names seen; it grows a few times and then stays.
 */
export class EventPacker {
  #places = new Map<string, number>();
  #record: NamesRecord = namesRecord([]);

  /** The values in the order of the names record that is returned with them; null for an absent event. */
  pack(events: EventCounts): { readonly record: NamesRecord; readonly values: readonly (number | null)[] } {
    const counted = [...events.values].map((value, i) => ({ name: events.names[i] as string, value }));
    const present = counted.filter(({ value }) => !Number.isNaN(value));
    const unseen = present.map(({ name }) => name).filter((name) => !this.#places.has(name));
    if (unseen.length > 0) {
      for (const name of unseen) this.#places.set(name, this.#places.size);
      this.#record = namesRecord([...this.#places.keys()]);
    }
    const values = new Array<number | null>(this.#places.size).fill(null);
    for (const { name, value } of present) {
      const place = this.#places.get(name);
      if (place !== undefined) values[place] = value;
    }
    return { record: this.#record, values };
  }
}

function namesRecord(events: readonly string[]): NamesRecord {
  const id = createHash('sha256').update(JSON.stringify(events)).digest('hex').slice(0, 12);
  return { kind: 'names', id, events };
}

/** Counts of many executions share one buffer: a buffer each would cost more than what is in it. */
const executionsABuffer = 1024;

/** The way back, for the values that refer to one names record. */
export class EventUnpacker {
  readonly #names: readonly string[];
  #free = new Float64Array(0);
  #room: Float64Array | undefined;

  constructor(record: NamesRecord) {
    this.#names = record.events;
  }

  /** The events, or undefined when there are not as many values as names. */
  unpack(values: readonly (number | null)[]): EventCounts | undefined {
    if (values.length !== this.#names.length) return undefined;
    const room = this.room();
    for (let i = 0; i < room.length; i += 1) room[i] = values[i] ?? Number.NaN;
    return this.keep();
  }

  /** Where the counts of the next execution are written, in the order of the names. It is given again until it is kept. */
  room(): Float64Array {
    if (this.#room === undefined) {
      const size = this.#names.length;
      if (this.#free.length < size) this.#free = new Float64Array(size * executionsABuffer);
      this.#room = this.#free.subarray(0, size);
    }
    return this.#room;
  }

  /** The events that were written. */
  keep(): EventCounts {
    const values = this.room();
    this.#free = this.#free.subarray(values.length);
    this.#room = undefined;
    return { names: this.#names, values };
  }
}
