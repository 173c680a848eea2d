import { FileRefusal } from '../../files/regularFile.ts';
import type { TrialPlan } from '../../model/loadPlan.ts';
import type { Counts, LoadEvidence, LoadRequest, LoadTally, Trial, TrialEnd } from '../../model/loadRun.ts';
import { addTallies } from '../../model/tallySum.ts';
import type { Objection } from '../runBuilder.ts';
import type { SharedPairs } from './sharedPairs.ts';

/** Two weeks of one class, or a day of ten. */
const mostTallies = 1_000_000;
/** Far above what any sample holds. */
const mostRequests = 1_000_000;

/** Puts the records of a trial together, in whatever order they come. */
export class TrialBuilder {
  readonly #plan: TrialPlan;
  readonly #pairs: SharedPairs;
  readonly #classes: ReadonlyMap<string, number>;
  readonly #tallies = new Map<string, LoadTally>();
  readonly #requests = new Map<number, LoadRequest>();
  readonly #evidence = new Map<number, LoadEvidence>();
  #end: TrialEnd | undefined;

  constructor(plan: TrialPlan, pairs: SharedPairs) {
    this.#plan = plan;
    this.#pairs = pairs;
    this.#classes = new Map(plan.offered.map(({ of }, at) => [of, at]));
  }

  /** Those of one class and second add up. */
  tally(tally: LoadTally): Objection {
    const place = this.#classes.get(tally.of);
    if (place === undefined) return notOffered(tally.of, this.#plan);
    const key = `${place} ${tally.second}`;
    const known = this.#tallies.get(key);
    if (known === undefined && this.#tallies.size === mostTallies) throw tooMuch(mostTallies, 'seconds of a class');
    this.#tallies.set(key, this.#shared(known === undefined ? tally : addTallies(known, tally)));
    return undefined;
  }

  #shared(tally: LoadTally): LoadTally {
    const of = (counts: Counts): Counts => this.#pairs.of(counts);
    const { latency, failedAfter, lag, held } = tally;
    return { ...tally, latency: of(latency), failedAfter: of(failedAfter), lag: of(lag), held: of(held) };
  }

  request(request: LoadRequest): Objection {
    if (!this.#classes.has(request.of)) return notOffered(request.of, this.#plan);
    if (this.#requests.has(request.seq)) return `request ${request.seq} of trial ${this.#plan.id} is there twice`;
    if (this.#requests.size === mostRequests) throw tooMuch(mostRequests, 'requests');
    this.#requests.set(request.seq, request);
    return undefined;
  }

  /** The last one of a request counts. */
  evidence(seq: number, evidence: LoadEvidence): Objection {
    if (this.#evidence.size === mostRequests) throw tooMuch(mostRequests, 'pieces of evidence');
    this.#evidence.set(seq, evidence);
    return undefined;
  }

  end(end: TrialEnd): Objection {
    if (this.#end !== undefined) return `trial ${end.trial} ends twice`;
    this.#end = end;
    return undefined;
  }

  /** Pieces of evidence whose request is not there. */
  get unusedEvidence(): number {
    return [...this.#evidence.keys()].filter((seq) => !this.#requests.has(seq)).length;
  }

  finish(): Trial {
    const place = (of: string): number => this.#classes.get(of) ?? 0;
    return {
      plan: this.#plan,
      tallies: [...this.#tallies.values()].sort((a, b) => a.second - b.second || place(a.of) - place(b.of)),
      requests: [...this.#requests.values()]
        .sort((a, b) => a.seq - b.seq)
        .map((request) => {
          const evidence = this.#evidence.get(request.seq);
          return evidence === undefined ? request : { ...request, evidence };
        }),
      ...(this.#end === undefined ? {} : { end: this.#end }),
    };
  }
}

function notOffered(of: string, { id }: TrialPlan): Objection {
  return `trial ${id} offers nothing of the class ${JSON.stringify(of)}`;
}

function tooMuch(most: number, what: string): FileRefusal {
  return new FileRefusal(`a trial of it holds more than ${most} ${what}`);
}
