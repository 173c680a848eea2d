import type { Plan, Sample } from '../model/run.ts';
import { isHopeless } from './failures.ts';
import { GrowingPairs } from './growingPairs.ts';
import { screeningLooks } from './looks.ts';
import type { CaseSamples } from './pairing.ts';
import { type Screening, screen } from './screening.ts';

/** What `screen` says of the samples of a run that goes on, worked out again only when its answer can differ. */
export class LiveScreening {
  readonly #plan: Plan;
  readonly #looks: readonly number[];
  readonly #pairs = new GrowingPairs();
  #known: Screening | null = null;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#looks = screeningLooks(plan);
  }

  /** The paired samples, and where screening stands with each case. */
  of(samples: readonly Sample[]): { readonly cases: ReadonlyMap<string, CaseSamples>; readonly screening: Screening } {
    const { cases, before } = this.#pairs.add(samples);
    const known = this.#known;
    const isDue = (id: string, was: CaseSamples | undefined): boolean => this.#isDue(was, cases.get(id), known);
    if (known !== null && before !== null && ![...before].some(([id, was]) => isDue(id, was)))
      return { cases, screening: known };
    this.#known = screen(cases, this.#plan);
    return { cases, screening: this.#known };
  }

  /** An open case that tried more pairs stays open until it reaches a look, unless it fails too often. */
  #isDue(was: CaseSamples | undefined, now: CaseSamples | undefined, known: Screening | null): boolean {
    if (was === undefined || now === undefined || known?.cases.get(now.caseId)?.kind !== 'open') return true;
    if (now.confirmation.length > was.confirmation.length || !isContinued(was, now)) return true;
    const reached = this.#looks.some((look) => was.screening.length < look && look <= now.screening.length);
    return reached || isHopeless(now, this.#plan.minPairs);
  }
}

/** Whether all earlier pairs are what they were: a pair that is repeated, or gets its second half, changes. */
function isContinued(was: CaseSamples, now: CaseSamples): boolean {
  return was.screening.every(({ pair }, i) => {
    const later = now.screening[i]?.pair;
    return later?.baseline === pair?.baseline && later?.candidate === pair?.candidate;
  });
}
