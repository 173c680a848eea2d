import { identifier, stringLiteral } from '../../sql/literals.ts';
import type { LogColumns } from './logColumns.ts';

/**
 * SQL that gives each row of a log its tags as columns `tag_0`, `tag_1`, … of text, empty where a row has none. A tag with a
 * column of its own is read there alone. Others are read from a JSON log_comment; for rows without one from the comment before
 * or after the query, in the three forms of `readEmbeddedTags`. JSON is parsed once a row.
 *
 * @param comment SQL of the comment in the text, where it is needed
 */
export function tagColumns(
  keys: readonly string[],
  columns: LogColumns,
  comment: string,
): { readonly with: readonly string[]; readonly columns: readonly string[] } {
  const commented = keys.filter((key) => !columns.tags.has(key));
  const flat = commented.filter((key) => !key.includes('.'));
  const logComment = columns.sql('log_comment');
  const type = `Tuple(${flat.map((key) => `${identifier(key)} String`).join(', ')})`;
  const parsed = flat.length === 0 ? [] : [`JSONExtract(${logComment}, ${stringLiteral(type)}) AS log_tags`];
  const ofComment = (key: string): string => {
    const value = key.includes('.')
      ? `JSONExtract(${logComment}, ${key.split('.').map(stringLiteral).join(', ')}, 'String')`
      : `tupleElement(log_tags, ${flat.indexOf(key) + 1})`;
    const own = columns.hasTypedComment ? `if(${value} IN ('0', 'false'), '', ${value})` : value;
    return `multiIf(${own} != '', ${own}, log_text_comment = '', '', ${commentTag(key, 'log_text_comment')})`;
  };
  return {
    with: [...(commented.length === 0 ? [] : [`${comment} AS log_text_comment`]), ...parsed],
    columns: keys.map((key, at) => `${columns.tags.get(key)?.sql ?? ofComment(key)} AS tag_${at}`),
  };
}

/** The inside of the block comment that begins or ends a query; empty when there is none. Clients put FORMAT behind it. */
export function commentSql(query: string): string {
  const text = `trimBoth(${query})`;
  const ending = stringLiteral('\\*/\\s*(?:(?i:FORMAT)\\s+\\w+\\s*)?;?$');
  const first = `extract(${text}, ${stringLiteral('^/\\*((?s:.*?))\\*/')})`;
  const last = `extract(${text}, concat(${stringLiteral('/\\*((?s:[^*]|\\*[^/])*)')}, ${ending}))`;
  return `trimBoth(multiIf(startsWith(${text}, '/*'), ${first}, match(${text}, ${ending}), ${last}, ''))`;
}

function commentTag(key: string, comment: string): string {
  const name = key.replace(/[^\w]/g, '\\$&');
  const json = `JSONExtract(${comment}, ${key.split('.').map(stringLiteral).join(', ')}, 'String')`;
  const quoted = `decodeURLComponent(extract(${comment}, ${stringLiteral(`(?:^|[\\s,])${name}='([^']*)'`)}))`;
  const word = `extract(${comment}, ${stringLiteral(`(?:^|\\s)${name}:(\\S+)`)})`;
  return `multiIf(startsWith(${comment}, '{'), ${json}, ${quoted} != '', ${quoted}, ${word})`;
}
