import type { RunPlan } from '../../model/run.ts';
import type { Sample } from '../../model/sample.ts';
import { isHopeless } from '../executionFailures.ts';
import { splitSelfChecks } from '../selfCheck/selfCheckPool.ts';
import { GrowingPairs } from './growingPairs.ts';
import { caseLooks } from './looks.ts';
import type { CaseSamples } from './pairing.ts';
import { withClock } from './runningTime.ts';
import { type Screening, screen } from './screening.ts';

/** Paired samples, and where screening stands with each case. */
export interface ScreenedCases {
  readonly cases: ReadonlyMap<string, CaseSamples>;
  readonly screening: Screening;
}

/** What `screen` says of the samples of a run that goes on, worked out again only when its answer can differ. */
export class LiveScreening {
  readonly #plan: RunPlan;
  readonly #pairs = new GrowingPairs();
  #known: Screening | null = null;

  constructor(plan: RunPlan) {
    this.#plan = plan;
  }

  /** The user's cases, and those of the self-check, which borrow their spread and give nothing back. */
  of(samples: readonly Sample[]): { readonly own: ScreenedCases; readonly self: ScreenedCases } {
    const { cases: all, before } = this.#pairs.add(samples);
    const split = splitSelfChecks(all, this.#plan);
    const changed = before === null ? null : [...before].filter(([id]) => !split.selfChecks.has(id));
    const cases = withClock(split.cases, this.#plan);
    const selfChecks = withClock(split.selfChecks, this.#plan, split.cases);
    const screening = this.#screeningOf(cases, changed);
    return {
      own: { cases, screening },
      self: { cases: selfChecks, screening: screen(selfChecks, this.#plan, screening.priors) },
    };
  }

  #screeningOf(
    cases: ReadonlyMap<string, CaseSamples>,
    changed: readonly (readonly [string, CaseSamples | undefined])[] | null,
  ): Screening {
    const known = this.#known;
    const isDue = ([id, was]: readonly [string, CaseSamples | undefined]): boolean =>
      this.#isDue(was, cases.get(id), known);
    if (known !== null && changed !== null && !changed.some(isDue)) return known;
    this.#known = screen(cases, this.#plan);
    return this.#known;
  }

  /** An open case that tried more pairs stays open until it reaches a look, unless it fails too often. */
  #isDue(was: CaseSamples | undefined, now: CaseSamples | undefined, known: Screening | null): boolean {
    if (was === undefined || now === undefined || known?.cases.get(now.caseId)?.kind !== 'open') return true;
    if (now.confirmation.length > was.confirmation.length || !isContinued(was, now)) return true;
    const reached = caseLooks(now, this.#plan).some(
      (look) => was.screening.length < look && look <= now.screening.length,
    );
    return reached || isHopeless(now, this.#plan);
  }
}

/** Whether all earlier pairs are what they were: a pair that is repeated, or gets its second half, changes. */
function isContinued(was: CaseSamples, now: CaseSamples): boolean {
  return was.screening.every(({ pair }, i) => {
    const later = now.screening[i]?.pair;
    return later?.baseline === pair?.baseline && later?.candidate === pair?.candidate;
  });
}
