import { isZoneAsked } from '../model/timeZones.ts';
import { tokenize } from '../sql/sqlLexer.ts';
import { isDate, isNumberText } from './constantWords.ts';

/** A stretch of a text: words of the engine, which stay, or somebody's words. */
export interface TextPart {
  readonly text: string;
  readonly stays: boolean;
}

/** What stays is what a pattern matches; what lies between is not of the engine. */
function partsBy(pattern: RegExp, text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push({ text: text.slice(at, match.index), stays: false }, { text: match[0], stays: true });
    at = match.index + match[0].length;
  }
  parts.push({ text: text.slice(at), stays: false });
  return parts.filter((part) => part.text !== '');
}

/** `Week %V of %G`: the words between are free text, but for those that times are written with. */
export function timeFormatParts(text: string): readonly TextPart[] {
  return partsBy(
    /%-?[A-Za-z%]|(?:(?<![A-Za-z])|(?<=%-?[A-Za-z]))(?:T|Z|UTC|GMT|Q|W|h|m|s|of|at|and|the|day|week|month|quarter|year|hour|minute|second)(?![a-z])/gi,
    text,
  );
}

/** `{0} and {}` of format(). */
export function bracePatternParts(text: string): readonly TextPart[] {
  return partsBy(/\{\d*\}/g, text);
}

/** `%05.2f of %s` of printf(). */
export function printfParts(text: string): readonly TextPart[] {
  return partsBy(/%[-+ #0]*(?:\d+|\*)?(?:\.\d+)?[A-Za-z%]/g, text);
}

/** `$.items[0 to 2].name`: positions and wildcards stay, keys are somebody's. */
export function jsonPathParts(text: string): readonly TextPart[] {
  return partsBy(/\[(?:\*|\d+(?: to \d+)?(?:, ?\d+(?: to \d+)?)*)\]/g, text);
}

/** `POLYGON ((1 2, …))`: the kind of shape stays, places are somebody's. */
export function geometryParts(text: string): readonly TextPart[] {
  return partsBy(/(?:multi)?(?:point|linestring|polygon|ring)|empty/gi, text);
}

const typeWord =
  /^(?:U?Int(?:8|16|32|64|128|256)|Float(?:32|64)|BFloat16|Decimal(?:32|64|128|256)?|Bool|String|FixedString|Date|Date32|DateTime|DateTime32|DateTime64|Time|Time64|UUID|IPv4|IPv6|JSON|Object|Array|Tuple|Map|Nested|Nullable|LowCardinality|Nothing|Dynamic|Variant|QBit|Enum|Enum8|Enum16|Interval[A-Z][a-z]+|(?:Simple)?AggregateFunction|Geometry|Point|Ring|LineString|MultiLineString|Polygon|MultiPolygon|max_dynamic_(?:paths|types)|SKIP|REGEXP|NULL|NOT)$/;
/** Names from other dialects. */
const typeAlias =
  /^(?:bool|boolean|tinyint|smallint|mediumint|int|int1|integer|bigint|unsigned|signed|float|single|double|precision|real|dec|numeric|fixed|char|nchar|varchar|varchar2|nvarchar|character|national|varying|large|object|text|tinytext|mediumtext|longtext|clob|blob|tinyblob|mediumblob|longblob|bytea|binary|varbinary|byte|bit|timestamp|year|set|inet4|inet6|geometry)$/i;

/**
 * A type, or a list of columns with theirs, taken apart: words of types, numbers and zones stay; names of elements and of
 * values are somebody's. Undefined for a text that is no type. `elsewhere` knows names that stand in the statement anyway.
 */
export function typeParts(
  text: string,
  elsewhere: (name: string) => boolean = () => false,
): readonly TextPart[] | undefined {
  const parts: TextPart[] = [];
  let aggregate = false;
  let types = 0;
  for (const token of tokenize(text)) {
    const piece = text.slice(token.start, token.end);
    if (token.kind === 'string' && !token.unterminated) {
      const inside = piece.slice(1, -1);
      parts.push(
        { text: "'", stays: true },
        { text: inside, stays: isZoneAsked(inside) || isDate(inside) || elsewhere(inside) },
        { text: "'", stays: true },
      );
    } else if (token.kind === 'word') {
      const isType = typeWord.test(piece) || typeAlias.test(piece);
      if (isType) types += 1;
      parts.push({ text: piece, stays: isType || aggregate || elsewhere(piece) });
      aggregate = /AggregateFunction$/.test(piece);
    } else {
      if (token.kind === 'lineComment' || token.kind === 'blockComment' || token.unterminated) return undefined;
      parts.push({
        text: piece,
        stays: token.kind !== 'quotedIdentifier' && (token.kind !== 'number' || isNumberText(piece)),
      });
    }
  }
  return types === 0 ? undefined : parts.filter((part) => part.text !== '');
}

/** True when nothing of it is somebody's word. */
export function allStays(parts: readonly TextPart[]): boolean {
  return parts.every((part) => part.stays || !/[\p{L}\p{N}]|[^\0-\x7f]/u.test(part.text));
}
