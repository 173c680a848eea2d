import type { Tags } from '../../model/workload.ts';

/** Tags that totals are shown by when nobody says otherwise, where a workload has at least two values of them. */
const usualTags = ['product', 'query_type', 'team_id'];

/** Tags to show totals by. */
export interface ChosenTags {
  readonly tags: readonly string[];
  /** Asked for, and no case has them. */
  readonly unknown: readonly string[];
}

/** The tags that were asked for; else the usual ones that tell cases apart. */
export function chooseTags(all: readonly Tags[], asked: readonly string[] | undefined): ChosenTags {
  if (asked === undefined) return { tags: usualTags.filter((tag) => valuesOf(all, tag).size > 1), unknown: [] };
  const isKnown = (tag: string): boolean => valuesOf(all, tag).size > 0;
  const unknown = [...new Set(asked)].filter((tag) => !isKnown(tag));
  return { tags: [...new Set(asked)].filter(isKnown), unknown };
}

function valuesOf(all: readonly Tags[], tag: string): ReadonlySet<string> {
  return new Set(all.flatMap((tags) => (Object.hasOwn(tags, tag) ? String(tags[tag]) : [])));
}

/** Items that share a value of a tag; the value is null for those without it. */
export function groupsByTag<T>(
  items: readonly T[],
  tag: string,
  tagsOf: (item: T) => Tags,
): readonly { readonly value: string | null; readonly items: readonly T[] }[] {
  const groups = new Map<string | null, T[]>();
  for (const item of items) {
    const tags = tagsOf(item);
    const value = Object.hasOwn(tags, tag) ? String(tags[tag]) : null;
    const known = groups.get(value);
    if (known === undefined) groups.set(value, [item]);
    else known.push(item);
  }
  return [...groups].map(([value, own]) => ({ value, items: own }));
}
