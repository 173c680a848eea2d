import { addAbortSignal, type Readable } from 'node:stream';
import type { AnswerColumn, ResultRows } from '../../model/answer.ts';
import type { Settings } from '../../model/workload.ts';
import type { RowLimits } from '../../runner/target.ts';
import { tiedStatement } from '../../sql/orderedAnswer.ts';
import { inFormat, statementParts } from '../../sql/statementParts.ts';
import { cellsOf, numbersOf } from '../../sql/values/cells.ts';
import { tieInAll } from '../answer/orderDigest.ts';
import type { Client, ControlOptions } from '../http/control.ts';

/** A number of JSON is a 64-bit float; what does not fit into one, or is none, comes as text. */
const exactText: Settings = {
  output_format_json_quote_64bit_integers: 1,
  output_format_json_quote_decimals: 1,
  output_format_json_quote_denormals: 1,
};

/**
 * Reads rows of a statement's result up to a limit, and then hangs up, which ends the query. The statement is sent as it
 * is, so rows come in its order.
 * @throws ServerError for a refusal; an Error when the answer breaks off or is no such answer
 */
export async function resultRows(
  control: Pick<Client, 'stream'>,
  statement: string,
  options: ControlOptions,
  limits: RowLimits,
): Promise<ResultRows> {
  const settings = { ...options.settings, ...exactText };
  const sql = inFormat(statement, 'JSONCompactEachRowWithNamesAndTypes', exactText);
  const stream = await control.stream(sql, { ...options, settings });
  if (options.signal !== undefined) addAbortSignal(options.signal, stream);
  const { lines, cutBy } = await firstLines(stream, { ...limits, rows: limits.rows + headLines });
  return { kind: 'rows', columns: columnsOf(lines), lines: lines.slice(headLines), cutBy };
}

/** Names, then types. */
const headLines = 2;

const brokenOff = 'the server broke off its answer';

/** Whole lines as far as the limits allow; leaving the loop early destroys the stream. */
async function firstLines(stream: Readable, limits: RowLimits): Promise<Pick<ResultRows, 'lines' | 'cutBy'>> {
  const lines: string[] = [];
  let begun: string[] = [];
  let bytes = 0;
  for await (const chunk of stream.setEncoding('utf8')) {
    const text = String(chunk);
    bytes += Buffer.byteLength(text);
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      if (lines.length === limits.rows) return { lines, cutBy: 'rows' };
      lines.push(checkedRow([...begun, text.slice(start, end)].join('')));
      begun = [];
      start = end + 1;
    }
    if (start < text.length) begun.push(text.slice(start));
    if (bytes > limits.bytes) return { lines, cutBy: 'bytes' };
  }
  // Every row ends its line; what does not is an exception of an older server.
  if (begun.length > 0) throw new Error(brokenOff);
  return { lines, cutBy: null };
}

/** In the middle of an answer, an exception comes as a line that is no row. */
function checkedRow(line: string): string {
  if (line.startsWith('[')) return line;
  throw new Error(brokenOff);
}

function columnsOf([names, types]: readonly string[]): readonly AnswerColumn[] {
  if (names === undefined || types === undefined) throw new Error('the answer names no columns');
  const typeTexts = JSON.parse(types) as readonly string[];
  return (JSON.parse(names) as readonly string[]).map((name, index) => ({ name, type: typeTexts[index] ?? '' }));
}

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
