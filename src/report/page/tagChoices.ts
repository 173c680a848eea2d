import type { CaseComparison } from '../../model/comparison.ts';

/** The values of one tag that a reader can filter by. */
export interface TagChoices {
  readonly key: string;
  /** The most frequent first. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** How many values are not offered. */
  readonly more: number;
}

/** A list of more is no choice; the search finds the others. */
const mostValues = 50;
const mostKeys = 20;

/** What the cases of a page can be filtered by, in the order of the tags. */
export function tagChoices(cases: readonly CaseComparison[]): readonly TagChoices[] {
  const tallies = new Map<string, Map<string, number>>();
  for (const { tags } of cases) {
    for (const [key, tag] of Object.entries(tags)) {
      const tally = tallies.get(key) ?? new Map<string, number>();
      const value = String(tag);
      tally.set(value, (tally.get(value) ?? 0) + 1);
      tallies.set(key, tally);
    }
  }
  return [...tallies].slice(0, mostKeys).map(([key, tally]) => {
    const values = [...tally].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
    return { key, values: values.slice(0, mostValues), more: Math.max(0, values.length - mostValues) };
  });
}

/** The fragment of a link to the cases with one tag: the table's script reads it. */
export function tagHash(key: string, value: string): string {
  return String(new URLSearchParams({ tag: `${key}:${value}` }));
}
