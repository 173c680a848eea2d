import type { CaseMatch } from '../model/gateRules.ts';
import type { Tags } from '../model/workload.ts';
import { globPattern } from '../text/glob.ts';

/** As much of a case as rules and allowances choose by. */
export interface KnownCase {
  readonly caseId: string;
  readonly name: string;
  readonly tags: Tags;
}

/** The case as rules choose it: by the tags of the baseline, which were reviewed. A change does not choose its own rules. */
export function asReviewed<T extends KnownCase & { readonly baselineTags?: Tags }>(one: T): T {
  return one.baselineTags === undefined ? one : { ...one, tags: one.baselineTags };
}

const patterns = new Map<string, RegExp>();
const mostPatterns = 1000;

function fits(pattern: string, text: string): boolean {
  const known = patterns.get(pattern) ?? globPattern(pattern);
  if (patterns.size < mostPatterns) patterns.set(pattern, known);
  return known.test(text);
}

/** Whether a case has a name or an id of this pattern. */
export function isNamed({ caseId, name }: Pick<KnownCase, 'caseId' | 'name'>, pattern: string): boolean {
  return fits(pattern, name) || fits(pattern, caseId);
}

/** Whether a case is meant: its name, and each of the tags. */
export function isMeant(one: KnownCase, { name, tags }: CaseMatch): boolean {
  if (name !== null && !isNamed(one, name)) return false;
  return tags.every(([key, pattern]) => Object.hasOwn(one.tags, key) && fits(pattern, String(one.tags[key])));
}
