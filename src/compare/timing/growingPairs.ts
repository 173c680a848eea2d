import type { Sample } from '../../model/sample.ts';
import { type CaseSamples, groupByCase, inTimeOrder, pairCase, pairSamples } from './pairing.ts';

/** Paired samples, and what came since the last time. */
export interface Grown {
  readonly cases: ReadonlyMap<string, CaseSamples>;
  /** Cases with new samples, as they were before; null when everything was paired anew. */
  readonly before: ReadonlyMap<string, CaseSamples | undefined> | null;
}

/**
 * Pairs the samples of a run that goes on: what `pairSamples` says of them, without pairing again the cases that
 * nothing new came of. Samples that do not continue those of the last time are paired anew.
 */
export class GrowingPairs {
  #seen: readonly Sample[] = [];
  #cases = new Map<string, CaseSamples>();

  add(samples: readonly Sample[]): Grown {
    const isContinued = this.#seen.length > 0 && this.#seen.every((one, i) => samples[i] === one);
    const fresh = inTimeOrder(samples.slice(this.#seen.length));
    const lastSeq = this.#seen.reduce((last, one) => Math.max(last, one.seq), -1);
    this.#seen = [...samples];
    if (!isContinued || (fresh[0]?.seq ?? lastSeq + 1) <= lastSeq) {
      this.#cases = new Map(pairSamples(samples));
      return { cases: this.#cases, before: null };
    }
    const before = new Map<string, CaseSamples | undefined>();
    for (const [caseId, own] of groupByCase(fresh)) {
      const known = this.#cases.get(caseId);
      before.set(caseId, known);
      this.#cases.set(caseId, pairCase(caseId, inTimeOrder([...allOf(known), ...own])));
    }
    return { cases: this.#cases, before };
  }
}

function allOf(known: CaseSamples | undefined): readonly Sample[] {
  return known === undefined ? [] : [...known.samples.baseline, ...known.samples.candidate];
}
