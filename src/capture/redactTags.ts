import type { Tags, TagValue } from '../model/workload.ts';
import { matchesAny } from './privacyRules.ts';
import type { Privacy } from './redactSql.ts';
import { isCodeWord } from './sensitive.ts';

/** Tags that say what asked and for which customer. Their values are words of programmers, or numbers. */
export const defaultTags: readonly string[] = [
  ...['kind', 'product', 'feature', 'query_type', 'workload', 'access_method', 'service_name', 'chargeable'],
  ...['person_on_events_mode', 'team_id', 'org_id', 'dashboard_id', 'insight_id', 'cohort_id', 'experiment_id'],
  ...['batch_export_id', 'temporal.workflow_type', 'temporal.activity_type', 'dagster.job_name', 'dagster.asset_key'],
];

/** Tags that name people or keys. No rule lets them through. */
const namesPeople =
  /user|e?mail|person_?(?:id|name)|distinct_?id|session|api_?key|token|secret|password|mask|label|ip$|ip_?addr/i;
const neverPeople = new Set(['person_on_events_mode']);

export function namesSomebody(key: string): boolean {
  return namesPeople.test(key) && !neverPeople.has(key);
}

/** The tags that may be written to a file, with their values. All others are counted and left out. */
export function redactTags(tags: Tags, privacy: Privacy): Tags {
  const kept = Object.entries(tags).flatMap(([key, value]): readonly (readonly [string, TagValue])[] => {
    const text = redactTag(key, String(value), privacy);
    privacy.tally.tag(isCodeWord(key) ? key : '(a key that is no plain name)', text !== undefined);
    if (text === undefined) return [];
    return [[key, text === String(value) ? value : text]];
  });
  return Object.fromEntries(kept.filter(([key]) => /^[\w.-]{1,80}$/.test(key)));
}

/** The text of one tag that may be shown; undefined when it must not. */
function redactTag(key: string, value: string, privacy: Privacy): string | undefined {
  const { allow, drop, hash } = privacy.rules;
  if (namesSomebody(key) || matchesAny(drop.tags, key)) return undefined;
  if (matchesAny(hash.tags, key)) return privacy.pseudonyms.of(value);
  if (matchesAny(allow.tags, key)) return value;
  if (!defaultTags.includes(key)) return undefined;
  return isHarmless(value) ? value : privacy.pseudonyms.of(value);
}

/**
 * A tag's value as a table shows it, where its key was asked for: a pseudonym when the value may not be shown, so that
 * rows stay apart.
 */
export function shownTag(key: string, value: string, privacy: Privacy): string {
  return value === '' ? '' : (redactTag(key, value, privacy) ?? privacy.pseudonyms.of(value));
}

function isHarmless(value: string): boolean {
  return isCodeWord(value) || /^-?\d{1,12}(?:\.\d{1,6})?$/.test(value) || value === 'true' || value === 'false';
}
