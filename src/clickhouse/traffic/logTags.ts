import { identifier, stringLiteral } from '../../sql/literals.ts';

/**
 * SQL that gives each row of a log its tags as columns `tag_0`, `tag_1`, … of text, empty where a row has none. They are
 * read from a JSON log_comment; for rows without one from the comment before or after the query, in the three forms of
 * `readEmbeddedTags`. JSON is parsed once a row.
 */
export function tagColumns(
  keys: readonly string[],
  logComment: string,
  comment: string,
): { readonly with: string; readonly columns: readonly string[] } {
  const flat = keys.filter((key) => !key.includes('.'));
  const type = `Tuple(${flat.map((key) => `${identifier(key)} String`).join(', ')})`;
  const parsed = flat.length === 0 ? '' : `JSONExtract(${logComment}, ${stringLiteral(type)}) AS log_tags`;
  const columns = keys.map((key, at) => {
    const own = key.includes('.')
      ? `JSONExtract(${logComment}, ${key.split('.').map(stringLiteral).join(', ')}, 'String')`
      : `tupleElement(log_tags, ${flat.indexOf(key) + 1})`;
    return `multiIf(${own} != '', ${own}, ${comment} = '', '', ${commentTag(key, comment)}) AS tag_${at}`;
  });
  return { with: parsed, columns };
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
