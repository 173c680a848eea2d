import type { LoadOutcome, LoadTally } from '../model/loadRun.ts';
import type { Milliseconds } from '../model/units.ts';
import { CountsBuilder } from './counts.ts';

/** A request that came to its end. Milliseconds from the start of its trial. */
export interface EndedRequest {
  /** Name of its class. */
  readonly of: string;
  readonly intended: Milliseconds;
  /** When the sender came to it; absent: nobody knows. One that never left at the moment at which it ended was never come to. */
  readonly turn?: Milliseconds;
  /** Absent: it was never sent. */
  readonly sent?: Milliseconds;
  readonly done: Milliseconds;
  readonly outcome: LoadOutcome;
}

/** How an outcome is counted by name. */
export function outcomeName(outcome: LoadOutcome): string {
  switch (outcome.kind) {
    case 'completed':
      return completed;
    case 'refused':
      return `${outcome.name} (${outcome.code})`;
    case 'timedOut':
      return 'timed out';
    case 'broken':
      return 'connection broken';
    case 'unsent':
      return 'not sent';
    case 'stopped':
      return 'stopped';
  }
}

/** By its name, an outcome of a request that took too long, or of which the end was not waited for: the server had it, or was too slow to. */
export function isTooSlow(name: string): boolean {
  return /^(timed out|not sent|stopped)|\((159|160)\)$/.test(name);
}

/** The name of an outcome that is an answer. */
export const completed = 'completed';

interface Page {
  offered: number;
  done: number;
  readonly outcomes: Map<string, number>;
  readonly latency: CountsBuilder;
  readonly failedAfter: CountsBuilder;
  readonly lag: CountsBuilder;
  readonly held: CountsBuilder;
}

/** Adds requests up by class and second, until what was added up is taken. */
export class TallyBook {
  readonly #trial: number;
  #classes = new Map<string, Map<number, Page>>();

  constructor(trial: number) {
    this.#trial = trial;
  }

  ended({ of, intended, turn, sent, done, outcome }: EndedRequest): void {
    const page = this.#page(of, intended);
    const name = outcomeName(outcome);
    page.offered++;
    page.outcomes.set(name, (page.outcomes.get(name) ?? 0) + 1);
    (name === completed ? page.latency : page.failedAfter).record((done - intended) * 1000);
    if (turn !== undefined) {
      page.lag.record((turn - intended) * 1000);
      if (sent !== undefined || turn < done) page.held.record(((sent ?? done) - turn) * 1000);
    }
    this.#page(of, done).done++;
  }

  /** What was added up since it was last taken. */
  take(): readonly LoadTally[] {
    const tallies: LoadTally[] = [];
    for (const [of, pages] of this.#classes) {
      for (const [second, page] of pages) {
        tallies.push(tallyOf(page, { trial: this.#trial, of, second }));
      }
    }
    this.#classes = new Map();
    return tallies;
  }

  #page(of: string, at: Milliseconds): Page {
    let pages = this.#classes.get(of);
    if (pages === undefined) {
      pages = new Map();
      this.#classes.set(of, pages);
    }
    const second = Math.max(0, Math.floor(at / 1000));
    let page = pages.get(second);
    if (page === undefined) {
      page = newPage();
      pages.set(second, page);
    }
    return page;
  }
}

function newPage(): Page {
  return {
    offered: 0,
    done: 0,
    outcomes: new Map(),
    latency: new CountsBuilder(),
    failedAfter: new CountsBuilder(),
    lag: new CountsBuilder(),
    held: new CountsBuilder(),
  };
}

function tallyOf(page: Page, { trial, of, second }: Pick<LoadTally, 'trial' | 'of' | 'second'>): LoadTally {
  return {
    trial,
    of,
    second,
    offered: page.offered,
    outcomes: Object.fromEntries(page.outcomes),
    latency: page.latency.toCounts(),
    failedAfter: page.failedAfter.toCounts(),
    lag: page.lag.toCounts(),
    held: page.held.toCounts(),
    done: page.done,
  };
}

/** Tallies of one class and second in one; in the order of class and second. */
export function sumTallies(tallies: Iterable<LoadTally>): readonly LoadTally[] {
  const groups = new Map<string, [LoadTally, ...LoadTally[]]>();
  for (const tally of tallies) {
    const key = `${tally.trial} ${tally.second} ${tally.of}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [tally]);
    else group.push(tally);
  }
  return [...groups.values()]
    .map((group) => (group.length === 1 ? group[0] : sumOf(group)))
    .sort((a, b) => a.trial - b.trial || compareNames(a.of, b.of) || a.second - b.second);
}

function sumOf(group: readonly [LoadTally, ...LoadTally[]]): LoadTally {
  const page = newPage();
  for (const tally of group) {
    page.offered += tally.offered;
    page.done += tally.done;
    for (const [name, count] of Object.entries(tally.outcomes)) {
      page.outcomes.set(name, (page.outcomes.get(name) ?? 0) + count);
    }
    page.latency.add(tally.latency);
    page.failedAfter.add(tally.failedAfter);
    page.lag.add(tally.lag);
    page.held.add(tally.held);
  }
  return tallyOf(page, group[0]);
}

function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
