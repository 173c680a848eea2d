import { type Significant, significant } from './significant.ts';
import { tokenize } from './sqlLexer.ts';

/**
 * What a statement does, as far as its words tell: `select` can stand in a subquery, `reading` is EXPLAIN, SHOW and
 * their like, `unknown` begins with no word that begins a statement here.
 */
export type StatementKind = 'select' | 'reading' | 'writing' | 'unknown';

/** A statement's kind, and the position of the word that decides it. */
export interface Classified {
  readonly kind: StatementKind;
  readonly at: number;
}

const describing = new Set(['SHOW', 'DESCRIBE', 'DESC', 'EXISTS']);
const writing = new Set(
  (
    'INSERT CREATE REPLACE ALTER DROP DELETE UPDATE TRUNCATE RENAME EXCHANGE OPTIMIZE ATTACH DETACH UNDROP SYSTEM KILL ' +
    'GRANT REVOKE MOVE SET USE BACKUP RESTORE SNAPSHOT COPY BEGIN START COMMIT ROLLBACK'
  ).split(' '),
);

/** The kind of a statement. Never calls one that writes `select` or `reading`. */
export function statementKind(sql: string): StatementKind {
  return classify(significant(sql, tokenize(sql))).kind;
}

/** The kind of the tokens of one statement, INTO OUTFILE not looked at. */
export function classify(read: Significant): Classified {
  const parts = parallelParts(read).map(([from, to]) => partKind(read, from, to));
  const insert = insertPosition(read);
  if (insert !== undefined) return { kind: 'writing', at: insert };
  const odd = (['writing', 'unknown'] as const).map((kind) => parts.find((part) => part.kind === kind)).find(Boolean);
  const [first] = parts;
  if (odd !== undefined || first === undefined) return odd ?? { kind: 'unknown', at: 0 };
  return parts.length === 1 ? first : { kind: 'reading', at: first.at };
}

/** Where INSERT INTO stands: of all that writes, it alone may follow a WITH, after any expression. */
function insertPosition(read: Significant): number | undefined {
  return positions(read, 0, read.tokens.length).find(
    (at) => read.isWord(at, 'INSERT') && read.isWord(at + 1, 'INTO') && !read.isWord(at + 2, 'OUTFILE'),
  );
}

/** The statements between PARALLEL WITH, from position to position; `x AS parallel WITH TOTALS` parts none. */
function parallelParts(read: Significant): readonly (readonly [number, number])[] {
  const ends = outerPositions(read, 0, read.tokens.length).filter(
    (at) =>
      read.isWord(at, 'PARALLEL') &&
      read.isWord(at + 1, 'WITH') &&
      !read.isWord(at + 2, 'TOTALS', 'ROLLUP', 'CUBE', 'FILL', 'TIES'),
  );
  const starts = [0, ...ends.map((at) => at + 2)];
  return starts.map((from, part) => [from, ends[part] ?? read.tokens.length]);
}

function partKind(read: Significant, from: number, to: number): Classified {
  const at = positions(read, from, to).find((one) => read.textAt(one) !== '(') ?? from;
  const word = at < to && read.tokens[at]?.kind === 'word' ? read.upperAt(at) : '';
  if (word === 'SELECT' || word === 'FROM') return { kind: 'select', at };
  if (describing.has(word)) return { kind: 'reading', at };
  if (writing.has(word)) return { kind: 'writing', at };
  if (word === 'EXPLAIN') return explained(read, at, to);
  if (word === 'WITH') return afterWith(read, at, to);
  return { kind: 'unknown', at };
}

/** EXPLAIN itself among them, so that a heap of them needs no recursion. */
const explainKinds = 'EXPLAIN AST SYNTAX QUERY TREE PLAN PIPELINE ESTIMATE ANALYZE WHATIF'.split(' ');

/** What EXPLAIN explains, behind its kind and its settings. */
function explained(read: Significant, explain: number, to: number): Classified {
  let at = explain + 1;
  while (at < to) {
    const isSetting = read.textAt(at + 1) === '=';
    if (!isSetting && startsStatement(read, at)) {
      const inner = partKind(read, at, to);
      return inner.kind === 'select' ? { kind: 'reading', at: explain } : inner;
    }
    if (read.isWord(at, 'TABLE', 'CURRENT') && read.isWord(at + 1, 'OVERRIDE', 'TRANSACTION'))
      return { kind: 'reading', at: explain };
    if (!isSetting && read.textAt(at) !== '(' && !read.isWord(at, ...explainKinds)) break;
    at += isSetting ? 3 : 1;
    if (isSetting && read.textAt(at) === ',') at++;
  }
  return { kind: 'unknown', at: explain };
}

function startsStatement(read: Significant, at: number): boolean {
  const word = read.tokens[at]?.kind === 'word' ? read.upperAt(at) : '';
  return ['SELECT', 'FROM', 'WITH'].includes(word) || describing.has(word) || writing.has(word);
}

/** What follows the expressions of WITH, whose columns and aliases may be called like the word sought. */
function afterWith(read: Significant, start: number, to: number): Classified {
  const outer = outerPositions(read, start + 1, to);
  const words = outer.filter((at) => at > start + 1 && read.tokens[at]?.kind === 'word');
  const selects = words.filter((at) => read.isWord(at, 'SELECT', 'FROM'));
  const select = selects.find((at) => !read.isWord(at - 1, 'AS') && !isNamed(read, at)) ?? selects[0];
  const write = words.find((at) => writing.has(read.upperAt(at)) && isVerb(read, at) && namesNext(read, at));
  if (write !== undefined && (select === undefined || write < select)) return { kind: 'writing', at: write };
  return select === undefined ? { kind: 'unknown', at: start } : { kind: 'select', at: select };
}

/** True where a word follows a whole expression, and is neither an alias nor has one. */
function isVerb(read: Significant, at: number): boolean {
  return endsOperand(read, at - 1) && !isNamed(read, at);
}

function isNamed(read: Significant, at: number): boolean {
  return read.isWord(at + 1, 'AS') || ['.', ',', '='].includes(read.textAt(at + 1));
}

function namesNext(read: Significant, at: number): boolean {
  const next = read.tokens[at + 1]?.kind;
  return next === undefined || next === 'word' || next === 'quotedIdentifier';
}

const operators = new Set(
  'AS WITH RECURSIVE AND OR NOT IN LIKE ILIKE IS BETWEEN DIV MOD GLOBAL WHEN THEN ELSE CASE INTERVAL SELECT DISTINCT'.split(
    ' ',
  ),
);

function endsOperand(read: Significant, at: number): boolean {
  const kind = read.tokens[at]?.kind;
  if (read.isWord(at, 'AS')) return read.isWord(at - 1, 'AS');
  if (kind === 'word') return !operators.has(read.upperAt(at));
  return kind === 'symbol' ? [')', ']', '}', '*'].includes(read.textAt(at)) : kind !== undefined;
}

function positions(read: Significant, from: number, to: number): readonly number[] {
  const end = Math.min(to, read.tokens.length);
  return Array.from({ length: Math.max(0, end - from) }, (_, step) => from + step);
}

/** The positions that stand in no parenthesis or bracket. */
function outerPositions(read: Significant, from: number, to: number): readonly number[] {
  let depth = 0;
  return positions(read, from, to).filter((at) => {
    const text = read.tokens[at]?.kind === 'symbol' ? read.textAt(at) : '';
    if (['(', '[', '{'].includes(text)) depth++;
    if ([')', ']', '}'].includes(text)) depth--;
    return depth === 0;
  });
}
