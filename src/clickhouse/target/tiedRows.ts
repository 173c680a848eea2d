import type { ResultRows } from '../../model/answer.ts';
import type { RowLimits } from '../../runner/target.ts';
import { tiedStatement } from '../../sql/orderedAnswer.ts';
import { statementParts } from '../../sql/statementParts.ts';
import { cellsOf, numbersOf } from '../../sql/values/cells.ts';
import { tieInAll } from '../answer/orderDigest.ts';
import type { Client } from '../http/client.ts';
import type { ControlOptions } from '../http/control.ts';
import { resultRows } from './resultRows.ts';

/**
 * As `resultRows`, with all rows that tie with the last one a LIMIT keeps, in groups of rows that tie. Undefined for a statement that does
 * not order its rows, or whose keys cannot be asked for.
 */
export async function tiedRows(
  control: Pick<Client, 'stream'>,
  statement: string,
  options: ControlOptions,
  limits: RowLimits,
): Promise<ResultRows | undefined> {
  const sent = tiedStatement(statement, statementParts(statement).order);
  if (sent === undefined) return undefined;
  const { columns, lines, ...rest } = await resultRows(control, sent.sql, options, limits);
  const width = columns.length - sent.added;
  const places = sent.keyPlaces(columns.length);
  const numbers = places.map((place) => numbersOf(columns[place]?.type ?? ''));
  const groups: number[] = [];
  let last: readonly string[] | undefined;
  const shown = lines.map((line) => {
    const cells = cellsOf(line);
    const keys = places.map((place) => cells[place] ?? '');
    const isNew = last === undefined || !tieInAll(last, keys, numbers);
    groups.push((groups.at(-1) ?? -1) + (isNew ? 1 : 0));
    if (isNew) last = keys;
    return `[${cells.slice(0, width).join(', ')}]`;
  });
  return { ...rest, columns: columns.slice(0, width), lines: shown, groups };
}
