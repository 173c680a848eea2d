import { createHash } from 'node:crypto';
import type { NamesRecord } from './record.ts';

type Events = Readonly<Record<string, number>>;

/**
 * Splits ProfileEvents into a list of names, stored once, and values in its order. ClickHouse leaves out
 * what it did not count, so the list is the union of all names seen; it grows a few times and then stays.
 */
export class EventPacker {
  #places = new Map<string, number>();
  #record: NamesRecord = namesRecord([]);

  /** The values in the order of the names record that is returned with them; null for an absent event. */
  pack(events: Events): { readonly record: NamesRecord; readonly values: readonly (number | null)[] } {
    const entries = Object.entries(events);
    const unseen = entries.map(([name]) => name).filter((name) => !this.#places.has(name));
    if (unseen.length > 0) {
      for (const name of unseen) this.#places.set(name, this.#places.size);
      this.#record = namesRecord([...this.#places.keys()]);
    }
    const values = new Array<number | null>(this.#places.size).fill(null);
    for (const [name, value] of entries) {
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

interface Shape {
  readonly names: readonly string[];
  readonly template: Events;
}

/** The way back, for the values that refer to one names record. */
export class EventUnpacker {
  readonly #names: readonly string[];
  readonly #shapes = new Map<string, Shape>();

  constructor(record: NamesRecord) {
    this.#names = record.events;
  }

  /** The events, or undefined when there are not as many values as names. */
  unpack(values: readonly (number | null)[]): Events | undefined {
    if (values.length !== this.#names.length) return undefined;
    const { names, template } = this.#shapeOf(values);
    const events: Record<string, number> = { ...template };
    let next = 0;
    for (const value of values) {
      if (value === null) continue;
      events[names[next] as string] = value;
      next += 1;
    }
    return events;
  }

  /**
   * A copy of a template has a hidden class that all samples of one shape share; adding 60 properties one
   * by one would make each object a hash table of its own, at several times the memory.
   */
  #shapeOf(values: readonly (number | null)[]): Shape {
    const key = presence(values);
    const known = this.#shapes.get(key);
    if (known !== undefined) return known;
    const names = this.#names.filter((_, i) => values[i] !== null);
    const body = names.map((name) => `${JSON.stringify(name)}:0`).join(',');
    const shape: Shape = { names, template: JSON.parse(`{${body}}`) };
    this.#shapes.set(key, shape);
    return shape;
  }
}

/** Which values are there, as text that is cheap to build: 30 flags a number. */
function presence(values: readonly (number | null)[]): string {
  let key = '';
  let flags = 0;
  for (let i = 0; i < values.length; i += 1) {
    flags = (flags << 1) | (values[i] === null ? 0 : 1);
    if (i % 30 === 29) {
      key += `${flags},`;
      flags = 0;
    }
  }
  return key + flags;
}
