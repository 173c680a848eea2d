import type { CaseComparison, ComparisonReport, PublishedCase, PublishedReport } from '../../model/comparison.ts';
import { jsonEscape } from '../../text/safeText.ts';

/** Keys a reader looks for first; the others follow in alphabetical order. */
const leadingKeys = ['schemaVersion', 'kind', 'runId', 'caseId', 'name', 'arm', 'metric', 'verdict', 'reason'];

function rank(key: string): number {
  const index = leadingKeys.indexOf(key);
  return index === -1 ? leadingKeys.length : index;
}

function orderedEntries(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(orderedEntries(value).map(([key, item]) => [key, ordered(item)]));
}

/** What the JSON report shows: all but the data that its sentences are made of. */
export function publishedReport(report: ComparisonReport): PublishedReport {
  return { ...report, cases: report.cases.map(published) };
}

function published({ because: _, observed: __, ...shown }: CaseComparison): PublishedCase {
  return shown;
}

/**
 * The report as JSON in base units, its keys in a stable order: the text of `stableJson`, in pieces of a case each.
 * That of 10,000 cases is too long to be held at once beside the report.
 */
export function* jsonPieces(report: ComparisonReport): Generator<string> {
  let before = '{\n  ';
  for (const [key, value] of orderedEntries(publishedReport(report))) {
    yield `${before}${JSON.stringify(key)}: `;
    if (Array.isArray(value)) yield* listPieces(value);
    else yield jsonText(value, '  ');
    before = ',\n  ';
  }
  yield '\n}\n';
}

function* listPieces(items: readonly unknown[]): Generator<string> {
  let before = '[\n    ';
  for (const item of items) {
    yield `${before}${jsonText(item, '    ')}`;
    before = ',\n    ';
  }
  yield items.length === 0 ? '[]' : '\n  ]';
}

/** A value as JSON with its keys in a stable order. */
export function stableJson(value: unknown): string {
  return `${jsonText(value, '')}\n`;
}

/**
 * Invisible characters are `\u` escapes, which parse to the same text, so that a terminal showing the file does not
 * obey them.
 *
 * @param indent stands before each line but the first
 */
function jsonText(value: unknown, indent: string): string {
  const text = JSON.stringify(ordered(value), null, 2).replaceAll('\n', `\n${indent}`);
  return text.replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, jsonEscape);
}
