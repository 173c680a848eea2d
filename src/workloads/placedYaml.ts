import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  type Node,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml';
import type { Place, Problem } from '../model/errors.ts';
import type { ReadingRule } from '../model/rules.ts';
import { keptByDouble } from '../sql/values/decimalText.ts';
import { Digits, type Given } from '../sql/values/given.ts';
import { quoted, shown } from '../text/quote.ts';

type YamlPath = readonly PropertyKey[];

/** A YAML text as plain values, and where each of them stands. */
export interface PlacedYaml {
  /** Undefined when there are problems; null for an empty text. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Where the value at a path begins, or its key; the nearest parent when the path leads nowhere. */
  placeOf(path: YamlPath, what?: 'key' | 'value'): Place;
  /** The value at a path below the exact key, with all its digits and its keys in their order; null where there is none. */
  givenAt(path: YamlPath): Given;
}

/**
 * Parses YAML of which `placeAt` tells where an offset stands in the file it came from; problems get the `rule`. Below
 * the top-level `exactKey` numbers may have any digits: `givenAt` has them all, where `value` has text. With `allText` every value is
 * text as it stands: `4e10` and `0123` are no numbers.
 */
export function readYaml(
  text: string,
  placeAt: (offset: number) => Place,
  rule: ReadingRule,
  exactKey?: string,
  allText = false,
): PlacedYaml {
  try {
    const doc = parseDocument(text, {
      prettyErrors: false,
      intAsBigInt: true,
      logLevel: 'silent',
      schema: allText ? 'failsafe' : 'core',
    });
    const broken = [...doc.errors, ...doc.warnings].map((error) => ({
      rule,
      place: placeAt(error.pos[0]),
      what: `not valid YAML: ${shown(error.message)}`,
      fix: 'fix the YAML, or put the value in quotes',
    }));
    const digits = new Map<unknown, Digits>();
    const problems = broken.length > 0 ? broken : valueProblems(doc, placeAt, rule, { exactKey, digits });
    const value: unknown = problems.length > 0 ? undefined : doc.toJS();
    return {
      value,
      problems,
      placeOf: (path, what) => placeAt(offsetOf(doc, path, what ?? 'value')),
      givenAt: (path) => givenOf(doc, nodeAt(doc, path), digits),
    };
  } catch (error) {
    // The library throws on aliases that multiply without bounds and on nesting deeper than the stack.
    const what = `not readable YAML: ${shown(error instanceof Error ? error.message : String(error))}`;
    const problem = { rule, place: placeAt(0), what, fix: 'write it with less nesting and without aliases' };
    return { value: undefined, problems: [problem], placeOf: () => placeAt(0), givenAt: () => null };
  }
}

/**
 * Turns whole numbers into plain ones; those that would lose digits are problems, not roundings.
 * Finds aliases without an anchor too, which the library reports without a place.
 */
function valueProblems(
  doc: Document,
  placeAt: (offset: number) => Place,
  rule: ReadingRule,
  exact: Exact,
): readonly Problem[] {
  const problems: Problem[] = [];
  const anchors = new Set<string>();
  visit(doc, {
    Node(_key, node, path) {
      if (!isAlias(node) && node.anchor !== undefined) anchors.add(node.anchor);
      const place = placeAt(node.range?.[0] ?? 0);
      if (isAlias(node) && !anchors.has(node.source)) {
        const what = `nothing above is marked ${quoted(`&${node.source}`)}`;
        problems.push({ rule, place, what, fix: 'put the text in quotes when it is no alias' });
      }
      if (!isScalar(node)) return;
      if (exact.exactKey !== undefined && isBelow(path, exact.exactKey)) keepDigits(node, exact.digits);
      if (typeof node.value !== 'bigint') return;
      if (Number.isSafeInteger(Number(node.value))) node.value = Number(node.value);
      else {
        const what = `the number ${shown(String(node.value))} is too large to be read exactly`;
        problems.push({ rule, place, what, fix: 'put it in quotes' });
      }
    },
  });
  return problems;
}

interface Exact {
  readonly exactKey: string | undefined;
  readonly digits: Map<unknown, Digits>;
}

function isBelow(path: readonly unknown[], key: string): boolean {
  const top = path[2];
  return isPair(top) && isScalar(top.key) && top.key.value === key;
}

/** Puts text in the place of a number that would lose digits, and remembers that it was a number. */
function keepDigits(node: Scalar, digits: Map<unknown, Digits>): void {
  const text = digitsOf(node);
  if (text === undefined) return;
  digits.set(node, new Digits(text));
  node.value = text;
}

function digitsOf({ value, source }: Scalar): string | undefined {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? undefined : String(value);
  if (typeof value !== 'number') return undefined;
  if (/^[+-]?\.(inf|nan)$/i.test(source ?? '')) return (source ?? '').replace('.', '').toLowerCase();
  return source !== undefined && !keptByDouble(source) ? source : undefined;
}

function nodeAt(doc: Document, path: YamlPath): unknown {
  let node: unknown = doc.contents;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(doc);
    if (isMap(node)) node = node.items.find((pair) => keyOf(pair.key) === String(step))?.value;
    else node = isCollection(node) ? node.items[Number(step)] : undefined;
  }
  return node;
}

function keyOf(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function givenOf(doc: Document, node: unknown, digits: ReadonlyMap<unknown, Digits>): Given {
  if (isAlias(node)) return givenOf(doc, node.resolve(doc), digits);
  if (isMap(node))
    return new Map(
      node.items.map((pair): [Given, Given] => [givenOf(doc, pair.key, digits), givenOf(doc, pair.value, digits)]),
    );
  if (isCollection(node)) return node.items.map((item) => givenOf(doc, item, digits));
  if (!isScalar(node)) return null;
  const kept = digits.get(node);
  if (kept !== undefined) return kept;
  const { value } = node;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function offsetOf(doc: Document, path: YamlPath, what: 'key' | 'value'): number {
  let node: Node | null | undefined = doc.contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(doc);
    if (!isCollection(node)) return offset;
    const item: unknown = isMap(node)
      ? node.items.find((pair) => keyOf(pair.key) === String(step))
      : node.items[Number(step)];
    if (isPair(item)) {
      const key = item.key as Node | null;
      const value = item.value as Node | null;
      node = value;
      offset =
        (what === 'key' && depth === path.length - 1 ? undefined : value?.range?.[0]) ?? key?.range?.[0] ?? offset;
    } else {
      node = item as Node | undefined;
      offset = node?.range?.[0] ?? offset;
    }
  }
  return offset;
}
