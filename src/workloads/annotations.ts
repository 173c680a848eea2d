import type { Place, Problem } from '../model/errors.ts';
import type { JudgedRule } from '../model/rules.ts';
import type { EpochSeconds, Milliseconds } from '../model/units.ts';
import type { IgnoredRule, PlacedSetting, ResultsChoice, Settings, Tags } from '../model/workload.ts';
import type { FreshTable } from '../model/writing.ts';
import { jsonTags } from '../sql/embeddedTags.ts';
import type { Token } from '../sql/sqlLexer.ts';
import type { Given } from '../sql/values/given.ts';
import { nearest } from '../text/nearest.ts';
import { annotationExamples, annotationSchema, type YamlBinding } from './annotationSchema.ts';
import { type PlacedYaml, readYaml } from './placedYaml.ts';
import { schemaProblems } from './schemaProblems.ts';
import type { SourceText } from './sourceText.ts';

/** One set of parameter values. */
export interface Binding {
  readonly params: Readonly<Record<string, Given>>;
  /** Where it begins, or where one of its keys does. */
  placeOf(key?: string): Place;
}

/** What the comment lines above a statement say of it. */
export interface Annotations {
  readonly name?: string;
  readonly description?: string;
  readonly tags: Tags;
  readonly weight?: number;
  readonly settings: Settings;
  /** Where each of them stands; absent without any. */
  readonly settingPlaces?: readonly PlacedSetting[];
  readonly timeoutMs?: Milliseconds;
  readonly bindings: readonly Binding[];
  readonly now?: EpochSeconds;
  readonly results?: ResultsChoice;
  readonly lintIgnore?: readonly IgnoredRule[];
  readonly fresh?: FreshTable & { readonly place: Place };
  /** Where `name` stands, for messages about it. */
  readonly namePlace?: Place;
}

const keys = Object.keys(annotationExamples);
/** One slip away from `now` stand words that prose begins with: how, not, new. */
const longKeys = keys.filter((key) => key.length > 3);
const none: Annotations = { tags: {}, settings: {}, bindings: [] };

/**
 * Whether a comment block is meant as annotations. It is when its first line that is not blank
 * begins in column one with a known key or a near miss of one (`nmae:`), or when any other line
 * begins with a known key. Keys are lower case, so `Note: slow` and `Description: …` are prose, and
 * so is a block without keys. Prose is never an error; a block meant as annotations is read strictly.
 */
export function areAnnotations(lines: readonly string[]): boolean {
  const keyOf = (line: string): string | undefined => /^([a-z_][\w-]*)\s*:(\s|$)/.exec(line)?.[1];
  const first = keyOf(lines.find((line) => line.trim() !== '') ?? '');
  if (first !== undefined && nearest(first, longKeys) !== undefined) return true;
  return lines.some((line) => keys.includes(keyOf(line) ?? ''));
}

/**
 * Reads the `--` lines of the comments above a statement. A block that is one JSON object holds
 * tags, a block of prose nothing. Problems are placed in the SQL file.
 */
export function readAnnotations(
  source: SourceText,
  above: readonly Token[],
): { annotations: Annotations; problems: readonly Problem[] } {
  const lines = annotationLines(source, above);
  const text = lines.map((line) => line.text).join('\n');
  const json = text.trimStart().startsWith('{') ? jsonTags(text) : undefined;
  if (json) return { annotations: { ...none, tags: json }, problems: [] };
  if (!areAnnotations(lines.map((line) => line.text))) return { annotations: none, problems: [] };
  const yaml = readYaml(text, placesIn(source, lines), 'annotation', 'params');
  if (yaml.problems.length > 0) return { annotations: none, problems: yaml.problems };
  const result = annotationSchema(yaml.value).safeParse(yaml.value);
  if (!result.success)
    return {
      annotations: none,
      problems: schemaProblems(result.error, yaml.placeOf, annotationExamples, 'annotation'),
    };
  const {
    name,
    description,
    tags,
    weight,
    settings,
    timeout,
    params,
    now,
    results,
    'lint-ignore': ignored,
    fresh,
  } = result.data;
  const annotations: Annotations = {
    ...(name !== undefined && { name, namePlace: yaml.placeOf(['name']) }),
    ...(description !== undefined && { description }),
    ...(weight !== undefined && { weight }),
    ...(timeout !== undefined && { timeoutMs: timeout }),
    ...(now !== undefined && { now }),
    ...(results !== undefined && { results }),
    ...(ignored !== undefined && { lintIgnore: ignoredRules(yaml, ignored) }),
    ...(fresh !== undefined && { fresh: { ...fresh, place: yaml.placeOf(['fresh'], 'key') } }),
    tags: tags ?? {},
    settings: settings ?? {},
    ...(settings !== undefined && { settingPlaces: placedSettings(yaml, settings) }),
    bindings: bindingsOf(yaml, params),
  };
  return { annotations, problems: [] };
}

function placedSettings(yaml: PlacedYaml, settings: Settings): readonly PlacedSetting[] {
  return Object.entries(settings).map(([name, value]) => ({
    name,
    value,
    place: yaml.placeOf(['settings', name], 'key'),
  }));
}

/** One rule may stand there without a list. */
function ignoredRules(yaml: PlacedYaml, rules: readonly JudgedRule[]): readonly IgnoredRule[] {
  return rules.map((rule, at) => ({ rule, place: yaml.placeOf(['lint-ignore', at]) }));
}

function bindingsOf(yaml: PlacedYaml, params: YamlBinding | readonly YamlBinding[] | undefined): readonly Binding[] {
  if (params === undefined) return [];
  const placed = (one: YamlBinding, path: readonly PropertyKey[]): Binding => ({
    params: Object.fromEntries(Object.keys(one).map((key) => [key, yaml.givenAt([...path, key])])),
    placeOf: (key) => (key === undefined ? yaml.placeOf(path) : yaml.placeOf([...path, key], 'key')),
  });
  return isList(params) ? params.map((one, at) => placed(one, ['params', at])) : [placed(params, ['params'])];
}

function isList(params: YamlBinding | readonly YamlBinding[]): params is readonly YamlBinding[] {
  return Array.isArray(params);
}

interface Line {
  readonly text: string;
  /** Offset of the text in the file, after `-- `. */
  readonly start: number;
}

function annotationLines(source: SourceText, above: readonly Token[]): readonly Line[] {
  return above.flatMap((token) => {
    const comment = source.text.slice(token.start, token.end);
    if (!comment.startsWith('--')) return [];
    const prefix = comment.startsWith('-- ') ? 3 : 2;
    return [{ text: comment.slice(prefix), start: token.start + prefix }];
  });
}

/** Maps an offset in the joined lines to its place in the file. */
function placesIn(source: SourceText, lines: readonly Line[]): (offset: number) => Place {
  return (offset) => {
    let before = 0;
    for (const line of lines) {
      if (offset <= before + line.text.length) return source.placeAt(line.start + offset - before);
      before += line.text.length + 1;
    }
    const last = lines.at(-1);
    return source.placeAt(last ? last.start + last.text.length : 0);
  };
}
