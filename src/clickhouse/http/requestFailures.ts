import { plainRefusal } from '../local/sourceRights.ts';
import { ServerError } from './refusals.ts';

/** A failure as it is put on record: the server's code when it was the server's, and one line of text. */
export interface Failure {
  readonly code: number | null;
  readonly message: string;
}

/** Something answered with a good status, but not as ClickHouse does. */
export class NotClickHouse extends Error {
  /** @param detail what gives it away; bounded here, as it can be the other's own words */
  constructor(detail?: string) {
    super(`the answer is not from ClickHouse${detail === undefined ? '' : `: ${detail.slice(0, 100)}`}`);
    this.name = 'NotClickHouse';
  }
}

const maxMessageLength = 2000;

/** What patterns are tried on: no text of a stranger may keep them busy. */
const lookedAt = 2 * maxMessageLength;

/** `Poco::Exception. Code: 1000, e.code() = 111, Connection refused (version 26.7.1)`: the server's too, of a library it uses. */
const foreignException =
  /\b([\w:]+::exception|unknown exception)\. Code: (\d{1,5}), (?:e\.code\(\) = \d+, )?([^\n]*?)\s*(?:\(version [^)]*\)|$)/i;

/**
 * The first line of what went wrong, without the statement it is about. Never a stack, and neither client nor server
 * puts a password into it.
 */
export function describeFailure(error: unknown): Failure {
  if (error instanceof ServerError) {
    return { code: error.code, message: plainRefusal(firstLine(withoutStatement(error.message))) };
  }
  const foreign = error instanceof Error ? foreignException.exec(error.message.slice(0, lookedAt)) : null;
  if (foreign !== null) return { code: Number(foreign[2]), message: firstLine(`${foreign[1]}: ${foreign[3]}`) };
  // localhost can be two addresses; Node then wraps both refusals in an error without a message
  if (error instanceof AggregateError && error.message === '') return describeFailure(error.errors[0]);
  if (error instanceof Error) return { code: null, message: firstLine(error.message) || error.name };
  return { code: null, message: firstLine(String(error)) };
}

function firstLine(text: string): string {
  const line = text.trim().split(/\r?\n/, 1)[0] ?? '';
  return line.length > maxMessageLength ? `${line.slice(0, maxMessageLength)}…` : line;
}

/** A server, or a proxy before it, takes no request of this length. That is one statement's matter. */
export class RequestTooLong extends Error {
  constructor(status?: number) {
    const answer = status === undefined ? '' : ` (HTTP ${status})`;
    super(`the server, or a proxy before it, takes no request this long${answer}: shorten its parameters or its text`);
    this.name = 'RequestTooLong';
  }
}

/** What servers and proxies say of it where the status is lost. */
export function saysTooLong(message: string): boolean {
  return /URI invalid or too long|Field value too long|Request-URI Too L|Request Entity Too Large|Request Header Or Cookie Too Large|Content Too Large|URI Too Long/i.test(
    message,
  );
}

/**
 * A server's message without the text of the statement, which it likes to repeat: ` in scope SELECT …` and ` while
 * processing query: '…'`. What stands behind it, such as a suggestion, stays. Messages of many cases become equal by it.
 */
export function withoutStatement(message: string): string {
  return withoutProcessing(withoutScope(message));
}

const suggestion = '. Maybe you meant';
/** Of names, which are no text of the statement: `: ['total'].` or ` shop.orders?.`; between it and what it ends with are a few. */
const suggestedNames = /^\. Maybe you meant(?:: \[[^\]]{1,500}\]| [\w.]{1,200}\?)\.?\s*$/;

const longestSuggestion = 600;

/** Patterns that reach to the end would take a long message's length squared: its ends are looked for instead. */
function withoutScope(message: string): string {
  const start = message.search(/,? in (?:query )?scope |\. In query /i);
  if (start < 0) return message;
  const at = message.lastIndexOf(suggestion);
  const tail = at > start ? message.slice(at) : '';
  return message.slice(0, start) + (suggestedNames.test(tail.slice(0, longestSuggestion)) ? tail : '');
}

function withoutProcessing(message: string): string {
  const found = /:? while processing query: '/i.exec(message);
  if (found === null) return message;
  const from = found.index + found[0].length;
  const columns = message.indexOf("', required columns: ", from);
  if (columns >= 0) return message.slice(0, found.index) + message.slice(columns + 1);
  const end = /'(\.?)$/.exec(message.slice(Math.max(from, message.length - 2)));
  return end === null ? message : message.slice(0, found.index) + end[1];
}
