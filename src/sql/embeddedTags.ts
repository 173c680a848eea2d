import type { Tags, TagValue } from '../model/workload.ts';

/**
 * Reads the tags that production code writes into a comment's inside, in one of three forms:
 * `user_id:7 request:_api_query`, a JSON object (nested keys joined by a dot), or sqlcommenter's
 * `key='value',other='value'` (percent-encoded). A comment of any other form holds no tags.
 */
export function readEmbeddedTags(inside: string): Tags {
  const text = inside.trim();
  if (text.startsWith('{')) return jsonTags(text) ?? {};
  return sqlcommenterTags(text) ?? wordTags(text) ?? {};
}

/** The tags of a JSON object; undefined when the text is not one. */
export function jsonTags(text: string): Tags | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return Object.fromEntries(flatten(value, '', 0));
  } catch {
    return undefined;
  }
}

const deepestJson = 4;

function flatten(value: object, prefix: string, depth: number): readonly (readonly [string, TagValue])[] {
  return Object.entries(value).flatMap(([key, item]: [string, unknown]): readonly (readonly [string, TagValue])[] => {
    if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean')
      return [[prefix + key, item]];
    if (item === null || item === undefined) return [];
    if (typeof item !== 'object' || Array.isArray(item) || depth >= deepestJson) return [];
    return flatten(item, `${prefix}${key}.`, depth + 1);
  });
}

function wordTags(text: string): Tags | undefined {
  const words = text.split(/\s+/);
  const pairs = words.map((item) => /^([A-Za-z_]\w*):(\S+)$/.exec(item));
  if (pairs.some((pair) => pair === null)) return undefined;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', scalar(pair?.[2] ?? '')]));
}

/** A whole number that prints back as it was written becomes a number, so that `team_id:2` equals `team_id: 2`. */
function scalar(text: string): TagValue {
  const value = Number(text);
  return Number.isSafeInteger(value) && String(value) === text ? value : text;
}

function sqlcommenterTags(text: string): Tags | undefined {
  const pair = /([^\s=',]+)='([^'\\]*(?:\\.[^'\\]*)*)'\s*(?:,\s*|$)/sy;
  const tags: [string, string][] = [];
  while (pair.lastIndex < text.length) {
    const match = pair.exec(text);
    if (!match) return undefined;
    tags.push([percentDecoded(match[1] ?? ''), percentDecoded((match[2] ?? '').replace(/\\(.)/gs, '$1'))]);
  }
  return tags.length > 0 ? Object.fromEntries(tags) : undefined;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
