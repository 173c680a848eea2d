import type { CaseComparison } from '../../model/comparison.ts';
import type { Tags } from '../../model/workload.ts';

/** Tags that totals are shown by when nobody says otherwise, where they tell cases apart. */
const usualTags = ['product', 'query_type', 'team_id'];

/** Tags to show totals by. */
export interface ChosenTags {
  readonly tags: readonly string[];
  /** Asked for, and no case has them. */
  readonly unknown: readonly string[];
}

/** The tags that a case is grouped by: those of the baseline where it has the case. A change does not choose its classes. */
export function classTags({ tags, baselineTags }: Pick<CaseComparison, 'tags' | 'baselineTags'>): Tags {
  return baselineTags ?? tags;
}

/** The tags that were asked for; else the usual ones that tell cases apart. */
export function chooseTags(all: readonly Tags[], asked: readonly string[] | undefined): ChosenTags {
  if (asked === undefined) return { tags: usualTags.filter((tag) => valuesOf(all, tag).size > 1), unknown: [] };
  const isKnown = (tag: string): boolean => [...valuesOf(all, tag)].some((value) => value !== null);
  const unknown = [...new Set(asked)].filter((tag) => !isKnown(tag));
  return { tags: [...new Set(asked)].filter(isKnown), unknown };
}

/** Cases without a tag are a class beside those that have it, be it with one value. */
function valuesOf(all: readonly Tags[], tag: string): ReadonlySet<string | null> {
  return new Set(all.map((tags) => tagValue(tags, tag)));
}

function tagValue(tags: Tags, tag: string): string | null {
  return Object.hasOwn(tags, tag) ? String(tags[tag]) : null;
}

/** Items that share a value of a tag; the value is null for those without it. */
export function groupsByTag<T>(
  items: readonly T[],
  tag: string,
  tagsOf: (item: T) => Tags,
): readonly { readonly value: string | null; readonly items: readonly T[] }[] {
  const groups = new Map<string | null, T[]>();
  for (const item of items) {
    const value = tagValue(tagsOf(item), tag);
    const known = groups.get(value);
    if (known === undefined) groups.set(value, [item]);
    else known.push(item);
  }
  return [...groups].map(([value, own]) => ({ value, items: own }));
}
