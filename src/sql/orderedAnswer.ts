import type { OrderKey, OrderOfRows } from './orderOfRows.ts';
import { edited } from './queryTokens.ts';

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

/** A statement sent with what tells rows that tie. */
export interface TiedStatement {
  readonly sql: string;
  /** Columns at the end of each row that are keys of its order. */
  readonly added: number;
  /** Places of the keys in a row of so many columns. */
  keyPlaces(width: number): readonly number[];
}

/**
 * The statement with the keys of its order at the end of its SELECT list, whatever the columns are called, and with all rows that
 * tie with the last one a LIMIT keeps: the rows a client receives are among them. Undefined where rows have no order, or
 * where that would be another query.
 */
export function tiedStatement(sql: string, order: OrderOfRows): TiedStatement | undefined {
  if (order.kind === 'any') return undefined;
  const { keys, listEnd, tiesAt } = order;
  const sent = keys === 'all' ? [] : keys.filter((one) => one.position === undefined);
  if (sent.length > 0 && (listEnd === undefined || sent.some((one) => one.fills))) return undefined;
  const added = sent.map((key, at) => `, (${sql.slice(key.start, key.end)}) AS hogbench_key_${at}`).join('');
  return {
    sql: edited(sql, [
      ...(added === '' ? [] : [{ start: listEnd ?? 0, end: listEnd ?? 0, text: `${added} ` }]),
      ...(tiesAt === undefined ? [] : [{ start: tiesAt, end: tiesAt, text: ' WITH TIES ' }]),
    ]),
    added: sent.length,
    keyPlaces: (width) => placesIn(keys, width - sent.length),
  };
}

function placesIn(keys: readonly OrderKey[] | 'all', shown: number): readonly number[] {
  if (keys === 'all') return Array.from({ length: shown }, (_, place) => place);
  let next = shown;
  return keys.map((key) => (key.position === undefined ? next++ : key.position - 1));
}
