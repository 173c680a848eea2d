import { edited } from './edits.ts';
import type { OrderKey, OrderOfRows } from './orderOfRows.ts';

type Ordered = Extract<OrderOfRows, { kind: 'ordered' }>;

/** For each key of an order the place of its column in the result, from 0; undefined for one that no column is known to show. */
export function keyPlaces(keys: readonly OrderKey[], columns: readonly string[]): readonly (number | undefined)[] {
  return keys.map(({ text, position }) => {
    if (position !== undefined) return position >= 1 && position <= columns.length ? position - 1 : undefined;
    const wanted = plain(text);
    const places = columns.flatMap((name, place) => (plain(name) === wanted ? [place] : []));
    return places.length === 1 ? places[0] : undefined;
  });
}

/** Names come back without the quotes they were written in, and expressions with other blanks. */
function plain(text: string): string {
  const quoted = /^(["`])(.*)\1$/s.exec(text);
  return (quoted?.[2] ?? text).replace(/\s+/g, '');
}

/**
 * The statement with further expressions at the end of its SELECT list, and with all rows that tie with the last one a LIMIT keeps.
 * The rows a client receives are among them. Undefined where that would be another query, or can not be written.
 */
export function withKeysAndTies(sql: string, order: Ordered, keys: readonly OrderKey[]): string | undefined {
  const { listEnd, tiesAt } = order;
  if (keys.length > 0 && (listEnd === undefined || keys.some((one) => one.fills))) return undefined;
  const added = keys.map((key, at) => `, (${sql.slice(key.start, key.end)}) AS hogbench_key_${at}`).join('');
  return edited(sql, [
    ...(added === '' ? [] : [{ start: listEnd ?? 0, end: listEnd ?? 0, text: `${added} ` }]),
    ...(tiesAt === undefined ? [] : [{ start: tiesAt, end: tiesAt, text: ' WITH TIES ' }]),
  ]);
}
