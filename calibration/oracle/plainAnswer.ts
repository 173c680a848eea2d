import { outermostKeys, plainText, type Setting, type Statement } from './statement.ts';

/** Where statements are sent to, without the product. */
export interface Server {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

export type Row = readonly string[];

/** What a client receives. Cells are as TabSeparated escapes them. */
export interface Answer {
  readonly names: Row;
  readonly types: Row;
  readonly rows: readonly Row[];
  readonly totals: readonly Row[];
  readonly extremes: readonly Row[];
  /** For each row, its keys of the outermost ORDER BY and their types; null where nothing orders the rows. */
  readonly keys: readonly Row[] | null;
  readonly keyTypes: Row;
}

/** Why a statement has no answer that anything could be compared with. */
export class NoAnswer extends Error {}

/**
 * Sends a statement as production would, in a format of our own, and reads its answer.
 * @throws NoAnswer when the server refuses it, or when its answer cannot be told apart
 */
export async function plainAnswer(server: Server, statement: Statement): Promise<Answer> {
  const found = await readOnce(server, statement);
  const keys = outermostKeys(statement);
  if (keys.length === 0) return { ...found, keys: null, keyTypes: [] };
  const hidden = keys.filter((one) => one.cell === null);
  const keyed =
    hidden.length === 0 ? found : parts(await send(server, plainText(statement, hidden), statement.requestSettings));
  if (keyed.rows.length !== found.rows.length) throw new NoAnswer('its keys cannot be read');
  const width = found.names.length;
  const places = keys.map((key) => (key.cell === null ? width + hidden.indexOf(key) : key.cell));
  const of = (row: Row): Row => places.map((place) => row[place] ?? '');
  return { ...found, keys: keyed.rows.map(of), keyTypes: of(keyed.types) };
}

/** An answer without its keys. @throws NoAnswer as `plainAnswer` */
export async function readOnce(server: Server, statement: Statement): Promise<Parts> {
  return parts(await send(server, plainText(statement), statement.requestSettings));
}

async function send(server: Server, sql: string, settings: readonly Setting[]): Promise<string> {
  const parameters = new URLSearchParams({ wait_end_of_query: '1' });
  for (const { name, value } of settings) parameters.set(name, `${value}`);
  const response = await fetch(`${server.url}/?${parameters}`, {
    method: 'POST',
    headers: { 'X-ClickHouse-User': server.user, 'X-ClickHouse-Key': server.password },
    body: sql,
  });
  const text = await response.text();
  if (!response.ok) throw new NoAnswer(text.slice(0, 300));
  return text;
}

export type Parts = Pick<Answer, 'names' | 'types' | 'rows' | 'totals' | 'extremes'>;

/** Totals and extremes come behind the rows, each behind an empty line: one line of totals, two of extremes. */
function parts(text: string): Parts {
  const lines = text.split('\n').slice(0, -1);
  const [names, types, ...rest] = lines.map((line): Row => line.split('\t'));
  if (names === undefined || types === undefined) throw new NoAnswer('it has no columns');
  const isBlank = (row: Row | undefined): boolean => row?.length === 1 && row[0] === '';
  let rows = rest;
  let extremes: readonly Row[] = [];
  let totals: readonly Row[] = [];
  if (isBlank(rows.at(-3))) {
    extremes = rows.slice(-2);
    rows = rows.slice(0, -3);
  }
  if (isBlank(rows.at(-2))) {
    totals = rows.slice(-1);
    rows = rows.slice(0, -2);
  }
  // An empty text in an only column looks like what separates them.
  if (rows.some(isBlank)) throw new NoAnswer('its empty texts cannot be told from the ends of its parts');
  return { names, types, rows, totals, extremes };
}
