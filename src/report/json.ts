import type { ComparisonReport } from '../model/comparison.ts';

/** Keys a reader looks for first; the others follow in alphabetical order. */
const leadingKeys = ['schemaVersion', 'kind', 'runId', 'caseId', 'name', 'arm', 'metric', 'verdict', 'reason'];

function rank(key: string): number {
  const index = leadingKeys.indexOf(key);
  return index === -1 ? leadingKeys.length : index;
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, ordered(item)]));
}

/** The report as JSON in base units, its keys in a stable order. */
export function renderJson(report: ComparisonReport): string {
  return stableJson(report);
}

/**
 * A value as JSON with its keys in a stable order. Invisible characters are `\u` escapes, which parse to the
 * same text, so that a terminal showing the file does not obey them.
 */
export function stableJson(value: unknown): string {
  const text = JSON.stringify(ordered(value), null, 2);
  const escaped = text.replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );
  return `${escaped}\n`;
}
