import type { CaseComparison, ComparisonReport, PublishedCase, PublishedReport } from '../../model/comparison.ts';
import { jsonEscape } from '../../text/safeText.ts';

/** Keys a reader looks for first; the others follow in alphabetical order. */
const leadingKeys = ['schemaVersion', 'kind', 'runId', 'caseId', 'name', 'arm', 'metric', 'verdict', 'reason'];

function rank(key: string): number {
  const index = leadingKeys.indexOf(key);
  return index === -1 ? leadingKeys.length : index;
}

interface Key {
  readonly key: string;
  /** As it stands before its value. */
  readonly written: string;
}

interface Order {
  readonly keys: readonly string[];
  readonly ordered: readonly Key[];
}

/** Objects of a report are of a few shapes, and a large one has millions of them. */
const orders = new Map<string, Order>();
const mostOrders = 1000;

/** The keys of an object in the order they are written in. */
function orderedKeys(value: object): readonly Key[] {
  const keys = Object.keys(value);
  const shape = keys.join();
  const known = orders.get(shape);
  if (known?.keys.length === keys.length && keys.every((key, index) => key === known.keys[index])) return known.ordered;
  const sorted = [...keys].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  // An object keeps keys that are whole numbers before all others.
  const ordered = Object.keys(Object.fromEntries(sorted.map((key) => [key, null]))).map((key) => ({
    key,
    written: `${JSON.stringify(key)}: `,
  }));
  if (orders.size < mostOrders) orders.set(shape, { keys, ordered });
  return ordered;
}

/** What the JSON report shows: all but the data that its sentences are made of. */
export function publishedReport(report: ComparisonReport): PublishedReport {
  return { ...report, cases: report.cases.map(published) };
}

function published({ because: _, unchecked: __, observed: ___, ended: ____, ...shown }: CaseComparison): PublishedCase {
  return shown;
}

/**
 * The report as JSON in base units, its keys in a stable order: the text of `stableJson`, in pieces of a case each.
 * That of 10,000 cases is too long to be held at once beside the report.
 */
export function* jsonPieces(report: ComparisonReport): Generator<string> {
  let before = '{\n  ';
  const published = publishedReport(report);
  for (const { key, written: start } of orderedKeys(published)) {
    const value = published[key as keyof PublishedReport];
    yield `${before}${start}`;
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
  const text = written(value, `\n${indent}`);
  return perhapsInvisible.test(text) ? text.replace(invisible, jsonEscape) : text;
}

/** Any text that has one of them matches, and text of ours does not. */
const perhapsInvisible = /[^\n -~]/;
const invisible = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Any text of which JSON escapes a part matches. */
const perhapsEscaped = /[^ !#-[\]-~]/;

/** As JSON.stringify with an indent of two, at a fraction of its time and memory since nothing is copied to be ordered. */
function written(value: unknown, line: string): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (typeof value === 'string' && !perhapsEscaped.test(value)) return `"${value}"`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = `${line}  `;
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '[' : ','}${inner}${written(item, inner)}`;
    return text === '' ? '[]' : `${text}${line}]`;
  }
  for (const { key, written: start } of orderedKeys(value)) {
    const item: unknown = value[key as keyof typeof value];
    if (item === undefined || typeof item === 'function') continue;
    text += `${text === '' ? '{' : ','}${inner}${start}${written(item, inner)}`;
  }
  return text === '' ? '{}' : `${text}${line}}`;
}
