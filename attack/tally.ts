import { markdownTable, thousands } from '../calibration/text.ts';

export const parts = ['kills', 'impostor', 'mutations', 'secrets'] as const;
export type Part = (typeof parts)[number];

/** Something that did not hold, and what it takes to see it again. */
export interface Loss {
  readonly kind: string;
  readonly what: string;
  /** Of the command line: `--seed 1 --only 17`, or a description. */
  readonly again: string;
}

interface Counts {
  tried: number;
  lost: number;
}

/** What was tried, by part and kind, and what of it was lost. */
export class Tally {
  readonly part: Part;
  readonly losses: Loss[] = [];
  readonly #kinds = new Map<string, Counts>();
  #notTried = 0;
  #neverAsked = 0;

  constructor(part: Part) {
    this.part = part;
  }

  /** Counts one try. @param troubles what did not hold; a try without any was held */
  count(kind: string, troubles: readonly string[], again: string): void {
    const counts = this.#kinds.get(kind) ?? { tried: 0, lost: 0 };
    this.#kinds.set(kind, counts);
    counts.tried += 1;
    if (troubles.length === 0) return;
    counts.lost += 1;
    this.losses.push({ kind, what: troubles.join('; '), again });
  }

  /** Tries that the time did not suffice for. */
  leaveOut(tries: number): void {
    this.#notTried += tries;
  }

  /** Tries in which what was to go wrong was never asked for. */
  neverAsked(tries: number): void {
    this.#neverAsked += tries;
  }

  get lost(): number {
    return this.losses.length;
  }

  rows(): readonly (readonly string[])[] {
    const kinds = [...this.#kinds].sort(([a], [b]) => a.localeCompare(b));
    const rows = kinds.map(([kind, { tried, lost }]) => row(this.part, kind, tried, lost));
    const without = [
      ['not tried: never asked for', this.#neverAsked],
      ['not tried: out of time', this.#notTried],
    ] as const;
    const left = without.filter(([, count]) => count > 0);
    return [...rows, ...left.map(([why, count]) => [this.part, why, thousands(count), '', ''])];
  }
}

function row(part: string, kind: string, tried: number, lost: number): readonly string[] {
  return [part, kind, thousands(tried), thousands(tried - lost), thousands(lost)];
}

export function tallyTable(tallies: readonly Tally[]): string {
  return markdownTable(
    ['part', 'kind', 'tried', 'held', 'lost'],
    tallies.flatMap((tally) => [...tally.rows()]),
  );
}

const mostLosses = 12;

/** The first losses, one a line, with what it takes to see each again. */
export function lossLines(tallies: readonly Tally[]): readonly string[] {
  return tallies.flatMap(({ part, losses }) => [
    ...losses.slice(0, mostLosses).map(({ kind, what, again }) => `lost: ${part}, ${kind}: ${what}\n      ${again}`),
    ...(losses.length > mostLosses ? [`… and ${losses.length - mostLosses} more in ${part}`] : []),
  ]);
}
