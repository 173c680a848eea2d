import type { LoadOutcome } from '../../model/loadRun.ts';
import { columns } from './loadTask.ts';

const room = 256;

/** What a worker has to tell of requests that have ended, collected without an object for each. */
export class EndedRequests {
  #values = new Float64Array(room * columns);
  #length = 0;
  #outcomes: LoadOutcome[] = [];
  readonly #places = new Map<string, number>();

  add(row: readonly number[], outcome: LoadOutcome): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values.set(row, this.#length);
    this.#values[this.#length + columns - 1] = this.#placeOf(outcome);
    this.#length += columns;
  }

  /** Everything since the last time. */
  take(): { readonly ended: Float64Array<ArrayBuffer>; readonly outcomes: readonly LoadOutcome[] } {
    const ended = this.#values.slice(0, this.#length);
    const outcomes = this.#outcomes;
    this.#length = 0;
    this.#outcomes = [];
    return { ended, outcomes };
  }

  #placeOf(outcome: LoadOutcome): number {
    const key = outcome.kind === 'completed' ? 'completed' : JSON.stringify(outcome);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = this.#places.size;
    this.#places.set(key, place);
    this.#outcomes.push(outcome);
    return place;
  }
}
