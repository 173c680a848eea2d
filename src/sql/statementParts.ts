import type { Settings } from '../model/workload.ts';
import { stringLiteral } from './literals.ts';
import { type OrderOfRows, orderOfRows } from './orderOfRows.ts';
import { type Body, type Edit, edited, type Reading, readTokens, type Span, span, topLevel } from './queryTokens.ts';
import { type QuerySetting, querySettings } from './settingsClause.ts';

/** What the outermost statement says of its own answer. */
export interface StatementParts {
  /** `FORMAT x`; the name alone is `name`. */
  readonly format: (Span & { readonly name: string; readonly nameSpan: Span }) | undefined;
  /** `SETTINGS a = 1, b = 2` of the outermost SELECT, of the last one of a UNION. Here a setting outdoes all others. */
  readonly ownSettings: Span | undefined;
  /** A SETTINGS clause behind FORMAT. */
  readonly lateSettings: Span | undefined;
  /** Behind the last token that is no comment. */
  readonly end: number;
  readonly order: OrderOfRows;
}

/**
 * Takes the outermost statement apart by tokens: what lies in subqueries, strings and comments is none of its clauses, and
 * a column may be called like a clause. Linear in the length of the text; never throws.
 *
 * @param sql one statement, without its closing `;`
 */
export function statementParts(sql: string): StatementParts {
  const read = readTokens(sql);
  const count = read.tokens.length;
  const found = tail(read, count);
  const whole = unwrapped(read, { from: 0, to: found.from });
  const last = lastOfUnion(read, whole);
  const own = ownSettings(read, last);
  const isUnion = last.from !== whole.from;
  const query = { from: last.from, to: own?.from ?? last.to };
  return {
    format: found.format,
    ownSettings: own?.span ?? found.directSettings,
    lateSettings: found.lateSettings,
    end: read.tokens[count - 1]?.end ?? 0,
    order: isUnion ? { kind: 'any' } : orderOfRows(read, query),
  };
}

/** Without its FORMAT; settings that stand behind that act as before. */
export function withoutFormat(sql: string): string {
  const { format, lateSettings, ownSettings } = statementParts(sql);
  if (format === undefined) return sql;
  const cut = sql.slice(0, format.start).trimEnd();
  if (lateSettings === undefined) return cut + sql.slice(format.end);
  if (ownSettings === undefined) return `${cut}\n${sql.slice(lateSettings.start)}`;
  // The statement's own settings outdo those behind FORMAT, and of one name the last one counts.
  const list = ownSettings.start + settingsWord.length;
  const late = sql.slice(lateSettings.start + settingsWord.length, lateSettings.end);
  return `${cut.slice(0, list)}${late},${cut.slice(list)}${sql.slice(lateSettings.end)}`;
}

/**
 * The statement with its answer in another format. `settings` hold whatever the statement's own say: they have to be sent with the
 * request too, for a statement without any.
 */
export function inFormat(sql: string, format: string, settings: Settings): string {
  const parts = statementParts(sql);
  const edits = [...holding(parts, settings)];
  if (parts.format === undefined) edits.push({ start: parts.end, end: parts.end, text: `\nFORMAT ${format}` });
  else edits.push({ ...parts.format.nameSpan, text: format });
  return edited(sql, edits);
}

/** The settings that a statement states for its answer as a whole, by name, as they are sent with a request. */
export function statedSettings(sql: string): Settings {
  const own = outermostSettings(sql);
  return Object.fromEntries(own.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
}

/** The settings that act on the whole statement: none of a subquery, and none of an earlier query of a UNION. */
export function outermostSettings(sql: string): readonly QuerySetting[] {
  const { ownSettings, lateSettings } = statementParts(sql);
  return querySettings(sql).filter(({ start }) =>
    [ownSettings, lateSettings].some((clause) => clause !== undefined && start >= clause.start && start < clause.end),
  );
}

/**
 * The statement as one of ours about it, such as EXPLAIN, can hold it: without a FORMAT, and with none of its own settings that
 * change how an answer looks. `settings` hold as with `inFormat`.
 */
export function toBeExplained(sql: string, settings: Settings = {}): string {
  const bare = withoutFormat(sql);
  const own = Object.keys(statedSettings(bare)).filter((name) => /^(output_)?format_/.test(name));
  const defaults = Object.fromEntries(own.map((name) => [name, bareDefault]));
  return edited(bare, holding(statementParts(bare), { ...defaults, ...settings }));
}

/** Of two values for one setting in a clause the last one holds. */
function holding(parts: StatementParts, settings: Settings): readonly Edit[] {
  const text = Object.entries(settings).map(([name, value]) => `, ${name} = ${settingValue(value)}`);
  return [parts.ownSettings, parts.lateSettings].flatMap((clause) =>
    clause === undefined ? [] : [{ start: clause.end, end: clause.end, text: text.join('') }],
  );
}

const settingsWord = 'SETTINGS';
/** The word that resets a setting; it is no text. */
const bareDefault = 'DEFAULT';

function settingValue(value: string | number): string {
  return typeof value === 'number' || value === bareDefault ? String(value) : stringLiteral(value);
}

interface Tail {
  /** Where FORMAT or what stands in its place begins. */
  readonly from: number;
  readonly format?: StatementParts['format'];
  readonly lateSettings?: Span;
  /** SETTINGS behind a query in parentheses: they act as its own where it has none. */
  readonly directSettings?: Span;
}

/** What follows the query: `FORMAT x`, `FORMAT x SETTINGS …`, or SETTINGS behind a closing parenthesis. */
function tail(read: Reading, count: number): Tail {
  const at = topLevel(read, { from: 0, to: count }, (one) => isFormat(read, one, count)).at(-1);
  if (at !== undefined) {
    const late = read.isWord(at + 2, settingsWord) ? { lateSettings: span(read, at + 2, count) } : {};
    const format = { ...span(read, at, at + 2), name: read.nameAt(at + 1), nameSpan: span(read, at + 1, at + 2) };
    return { ...directSettings(read, at), format, ...late };
  }
  return directSettings(read, count);
}

function directSettings(read: Reading, to: number): Tail {
  if (read.textAt(0) !== '(') return { from: to };
  const at = topLevel(read, { from: 0, to }, (one) => isSettings(read, one)).at(-1);
  return at === undefined || read.textAt(at - 1) !== ')'
    ? { from: to }
    : { from: at, directSettings: span(read, at, to) };
}

function isFormat(read: Reading, at: number, count: number): boolean {
  if (!read.isKeyword(at, 'FORMAT') || read.nameAt(at + 1) === '') return false;
  return at + 2 === count || read.isWord(at + 2, settingsWord, 'INTO');
}

function isSettings(read: Reading, at: number): boolean {
  return read.isKeyword(at, settingsWord) && read.tokens[at + 1]?.kind === 'word';
}

function ownSettings(read: Reading, body: Body): { readonly from: number; readonly span: Span } | undefined {
  const at = topLevel(read, body, (one) => isSettings(read, one)).at(-1);
  if (at === undefined) return undefined;
  const next = topLevel(read, { from: at + 1, to: body.to }, (one) => read.isKeyword(one, 'INTO'))[0];
  return { from: at, span: span(read, at, next ?? body.to) };
}

/** Steps into parentheses that hold all of a query. */
function unwrapped(read: Reading, body: Body): Body {
  let { from, to } = body;
  while (from < to && read.closes.get(from) === to - 1) [from, to] = [from + 1, to - 1];
  return { from, to };
}

/** The last query of a UNION, EXCEPT or INTERSECT; the query itself when it is none. */
function lastOfUnion(read: Reading, body: Body): Body {
  const at = topLevel(read, body, (one) => startsNextQuery(read, one)).at(-1);
  if (at === undefined) return body;
  const from = read.isWord(at + 1, 'ALL', 'DISTINCT') ? at + 2 : at + 1;
  return lastOfUnion(read, unwrapped(read, { from, to: body.to }));
}

/** `* EXCEPT (a, b)` names columns; as an operation it goes on to a query. */
function startsNextQuery(read: Reading, at: number): boolean {
  if (!read.isWord(at, 'UNION', 'EXCEPT', 'INTERSECT')) return false;
  let next = read.isWord(at + 1, 'ALL', 'DISTINCT') ? at + 2 : at + 1;
  while (read.textAt(next) === '(') next += 1;
  return read.isWord(next, 'SELECT', 'WITH', 'FROM');
}
