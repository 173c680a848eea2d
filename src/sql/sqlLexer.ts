/** What a stretch of SQL is. `symbol` is one character that is none of the others. */
type TokenKind =
  | 'whitespace'
  | 'lineComment'
  | 'blockComment'
  | 'string'
  | 'heredoc'
  | 'quotedIdentifier'
  | 'word'
  | 'number'
  | 'symbol';

/** A stretch of the text, `[start, end)` in UTF-16 units. Tokens follow one another without gaps. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** True when the text ended before the closing quote or comment mark. */
  readonly unterminated: boolean;
}

/** True for what the server skips: whitespace and comments. */
export function isTrivia(token: Token): boolean {
  return token.kind === 'whitespace' || token.kind === 'lineComment' || token.kind === 'blockComment';
}

type TagIndex = ReadonlyMap<string, number>;

/** What the server skips: not all that JavaScript calls space, and the zero-width characters too. */
const whitespace = /[\t-\r \u0085\u00a0\u180e\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff]+/y;
/** A dollar begins a word only in front of a letter, digit or underscore; elsewhere it stands alone. */
const word = /(?:[A-Za-z_]|\$(?=\w))[\w$]*/y;
const number = /\d\w*(?:\.\d\w*)?/y;
const heredocTag = /\$\w*\$/y;
const lineEnd = /\r?\n|\r?$/g;
const closingQuotes: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`', '‘': '’', '“': '”' };

/**
 * Cuts SQL in ClickHouse's dialect into tokens. Never throws and takes linear time; the tokens'
 * texts joined are the input. Follows ClickHouse's own lexer in what hides a `;`: strings with
 * backslash escapes and doubled quotes, heredocs, nested block comments, and line comments that
 * begin with `--`, `//`, `# ` or `#!`.
 */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  let tags: TagIndex | undefined;
  let at = 0;
  while (at < sql.length) {
    if (sql[at] === '$') tags ??= heredocTags(sql);
    const token = readToken(sql, at, tags);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function readToken(sql: string, start: number, tags: TagIndex | undefined): Token {
  const kind = lineCommentStarts(sql, start) ? 'lineComment' : undefined;
  if (kind) return closed(kind, start, matchEnd(lineEnd, sql, start, 'start'));
  if (sql.startsWith('/*', start)) return readBlockComment(sql, start);
  const first = sql[start] ?? '';
  if (Object.hasOwn(closingQuotes, first)) return readQuoted(sql, start, first);
  const heredocEnd = first === '$' && tags ? readHeredocEnd(sql, start, tags) : undefined;
  if (heredocEnd !== undefined) return closed('heredoc', start, heredocEnd);
  for (const [candidate, pattern] of [
    ['whitespace', whitespace],
    ['word', word],
    ['number', number],
  ] as const) {
    const end = matchEnd(pattern, sql, start, 'end');
    if (end > start) return closed(candidate, start, end);
  }
  return closed('symbol', start, start + 1);
}

function closed(kind: TokenKind, start: number, end: number): Token {
  return { kind, start, end, unterminated: false };
}

/** Where a pattern's match from `from` on starts or ends; `from` itself when there is none. */
function matchEnd(pattern: RegExp, sql: string, from: number, edge: 'start' | 'end'): number {
  pattern.lastIndex = from;
  const match = pattern.exec(sql);
  if (!match) return from;
  return edge === 'start' ? match.index : match.index + match[0].length;
}

function lineCommentStarts(sql: string, at: number): boolean {
  return ['--', '//', '# ', '#!'].some((mark) => sql.startsWith(mark, at));
}

function readBlockComment(sql: string, start: number): Token {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(sql); mark; mark = marks.exec(sql)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return closed('blockComment', start, marks.lastIndex);
  }
  return { kind: 'blockComment', start, end: sql.length, unterminated: true };
}

function readQuoted(sql: string, start: number, open: string): Token {
  const kind = open === "'" || open === '‘' ? 'string' : 'quotedIdentifier';
  const close = closingQuotes[open];
  // Quotes typed by a word processor close at the first closing one, without escapes.
  const plain = open !== close;
  for (let at = start + 1; at < sql.length; at++) {
    const char = sql[at];
    if (char === '\\' && !plain) at++;
    else if (char === close && !plain && sql[at + 1] === close) at++;
    else if (char === close) return closed(kind, start, at + 1);
  }
  return { kind, start, end: sql.length, unterminated: true };
}

/**
 * The last place of every `$tag$` in the text. It tells at once whether a tag is closed later on;
 * looking for each would take quadratic time in a text full of dollars.
 */
function heredocTags(sql: string): TagIndex {
  // The look-ahead leaves the closing dollar to the next match: in `$a$b$` both `$a$` and `$b$` count.
  const tag = /\$(?=(\w*\$))/g;
  return new Map(Array.from(sql.matchAll(tag), (match) => [`$${match[1]}`, match.index]));
}

function readHeredocEnd(sql: string, start: number, tags: TagIndex): number | undefined {
  const tagEnd = matchEnd(heredocTag, sql, start, 'end');
  const tag = sql.slice(start, tagEnd);
  if (tagEnd === start || (tags.get(tag) ?? -1) < tagEnd) return undefined;
  return sql.indexOf(tag, tagEnd) + tag.length;
}
