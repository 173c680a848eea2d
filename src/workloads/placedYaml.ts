import { type Document, isAlias, isCollection, isMap, isPair, isScalar, type Node, parseDocument, visit } from 'yaml';
import type { ZodError } from 'zod';
import type { Place, Problem } from '../model/errors.ts';
import type { ReadingRule } from '../model/rules.ts';
import { suggestion } from './nearest.ts';
import { quoted, shown } from './quote.ts';

type YamlPath = readonly PropertyKey[];

/** A YAML text as plain values, and where each of them stands. */
export interface PlacedYaml {
  /** Undefined when there are problems; null for an empty text. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Where the value at a path begins, or its key; the nearest parent when the path leads nowhere. */
  placeOf(path: YamlPath, what?: 'key' | 'value'): Place;
}

/** Parses YAML of which `placeAt` tells where an offset stands in the file it came from; problems get the `rule`. */
export function readYaml(text: string, placeAt: (offset: number) => Place, rule: ReadingRule): PlacedYaml {
  try {
    const doc = parseDocument(text, { prettyErrors: false, intAsBigInt: true, logLevel: 'silent' });
    const broken = [...doc.errors, ...doc.warnings].map((error) => ({
      rule,
      place: placeAt(error.pos[0]),
      what: `not valid YAML: ${shown(error.message)}`,
      mend: 'mend the YAML, or put the value in quotes',
    }));
    const problems = broken.length > 0 ? broken : valueProblems(doc, placeAt, rule);
    const value: unknown = problems.length > 0 ? undefined : doc.toJS();
    return { value, problems, placeOf: (path, what) => placeAt(offsetOf(doc, path, what ?? 'value')) };
  } catch (error) {
    // The library throws on aliases that multiply without bounds and on nesting deeper than the stack.
    const what = `not readable YAML: ${shown(error instanceof Error ? error.message : String(error))}`;
    const problem = { rule, place: placeAt(0), what, mend: 'write it with less nesting and without aliases' };
    return { value: undefined, problems: [problem], placeOf: () => placeAt(0) };
  }
}

/**
 * Turns whole numbers into plain ones; those that would lose digits are problems, not roundings.
 * Finds aliases without an anchor too, which the library reports without a place.
 */
function valueProblems(doc: Document, placeAt: (offset: number) => Place, rule: ReadingRule): readonly Problem[] {
  const problems: Problem[] = [];
  const anchors = new Set<string>();
  visit(doc, {
    Node(_key, node) {
      if (!isAlias(node) && node.anchor !== undefined) anchors.add(node.anchor);
      const place = placeAt(node.range?.[0] ?? 0);
      if (isAlias(node) && !anchors.has(node.source)) {
        const what = `nothing above is marked ${quoted(`&${node.source}`)}`;
        problems.push({ rule, place, what, mend: 'put the text in quotes when it is no alias' });
      }
      if (!isScalar(node) || typeof node.value !== 'bigint') return;
      if (Number.isSafeInteger(Number(node.value))) node.value = Number(node.value);
      else {
        const what = `the number ${shown(String(node.value))} is too large to be read exactly`;
        problems.push({ rule, place, what, mend: 'put it in quotes' });
      }
    },
  });
  return problems;
}

function offsetOf(doc: Document, path: YamlPath, what: 'key' | 'value'): number {
  let node: Node | null | undefined = doc.contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(doc);
    if (!isCollection(node)) return offset;
    const item: unknown = isMap(node)
      ? node.items.find((pair) => String(isScalar(pair.key) ? pair.key.value : pair.key) === String(step))
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

/**
 * What a schema found wrong, placed. An unknown key is answered with the nearest known one; any
 * other finding with the example of its top-level key. `keysWithin` holds the keys known below a top-level one.
 */
export function schemaProblems(
  error: ZodError,
  placeOf: PlacedYaml['placeOf'],
  examples: Readonly<Record<string, string>>,
  rule: ReadingRule,
  keysWithin: Readonly<Record<string, readonly string[]>> = {},
): readonly Problem[] {
  return error.issues.flatMap((issue): readonly Problem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        rule,
        place: placeOf([...issue.path, key], 'key'),
        what: `unknown key ${quoted(key)}`,
        mend: suggestion(key, keysWithin[String(issue.path[0])] ?? Object.keys(examples)),
      }));
    }
    const [top] = issue.path;
    const subject = issue.path.length > 0 ? `${quoted(issue.path.map(String).join('.'))} ` : 'the text ';
    const example = top === undefined ? Object.values(examples)[0] : examples[String(top)];
    return [
      {
        rule,
        place: placeOf(issue.path),
        what: `${subject}${issue.message}`,
        mend: `write for instance ${quoted(example ?? '')}`,
      },
    ];
  });
}
