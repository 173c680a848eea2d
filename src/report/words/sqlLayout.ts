import { clickhouse, type DialectOptions, formatDialect } from 'sql-formatter';
import { differInLayoutOnly } from './sqlLexemes.ts';

type PostProcess = NonNullable<DialectOptions['tokenizerOptions']['postProcess']>;
type Tokens = ReturnType<PostProcess>;
type Kind = Tokens[number]['type'];

const functionName = 'RESERVED_FUNCTION_NAME' as Kind;
/** Words of the grammar that are functions too: `and(a, b)`, `if(a, b, c)`, `format('{}', a)`. */
const oftenFunctions: ReadonlySet<string> = new Set(['AND', 'OR', 'XOR', 'RESERVED_KEYWORD', 'RESERVED_CLAUSE']);
/** After one of these an operand begins, so the word before a parenthesis is no infix operator and no clause. */
const beforeOperands: ReadonlySet<string> = new Set([
  'OPEN_PAREN',
  'COMMA',
  'OPERATOR',
  'RESERVED_SELECT',
  'RESERVED_CLAUSE',
  'AND',
  'OR',
]);

function isCall(tokens: Tokens, index: number): boolean {
  const [before, token, next] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (token === undefined || next?.text !== '(' || (next.precedingWhitespace ?? '') !== '') return false;
  const type: string = token.type;
  if (type === 'IDENTIFIER') return true;
  return oftenFunctions.has(type) && before !== undefined && beforeOperands.has(before.type);
}

/** `pair.1` is an element of a tuple, not a name before the number 0.1. */
function withElements(tokens: Tokens): Tokens {
  const joined: Tokens = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    const touches = (token.precedingWhitespace ?? '') === '';
    if (last?.type === ('IDENTIFIER' as Kind) && touches && /^\.\d+$/.test(token.raw))
      joined[joined.length - 1] = { ...last, raw: last.raw + token.raw, text: last.text + token.text };
    else joined.push(token);
  }
  return joined;
}

/** Generated ClickHouse SQL is written in functions; as operators and keywords each would break its line. */
const clickhouseTokens: PostProcess = (tokens) => {
  const known = withElements(clickhouse.tokenizerOptions.postProcess?.(tokens) ?? tokens);
  return known.map((token, index) => (isCall(known, index) ? { ...token, type: functionName } : token));
};

const dialect: DialectOptions = {
  ...clickhouse,
  tokenizerOptions: {
    ...clickhouse.tokenizerOptions,
    // An expression of thousands of names takes most of the time, and a name before a parenthesis is known as a call.
    reservedFunctionNames: [],
    reservedDataTypes: [],
    nestedBlockComments: true,
    operators: [...(clickhouse.tokenizerOptions.operators ?? []), '::'],
    postProcess: clickhouseTokens,
  },
  formatOptions: {
    ...clickhouse.formatOptions,
    onelineClauses: [...clickhouse.formatOptions.onelineClauses, 'FORMAT', 'SAMPLE'],
    alwaysDenseOperators: ['::'],
  },
};

/**
 * An SQL text laid out for reading, with every word, number, string and operator as it was: null when the formatter
 * cannot read it, or would change what it says.
 */
export function layOutSql(sql: string): string | null {
  const { stackTraceLimit } = Error;
  // The formatter throws for every parenthesis that does not fit into a line; collecting stacks takes half of its time.
  Error.stackTraceLimit = 0;
  try {
    const text = formatDialect(sql, { dialect, expressionWidth: 80, linesBetweenQueries: 1 });
    return differInLayoutOnly(sql, text) ? text : null;
  } catch {
    return null;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Answers all of the texts laid out, or null when one of them cannot be: then they are compared as they are. */
export type SqlLayout = (texts: readonly string[]) => readonly string[] | null;

/** A longer text would be waited for. */
const longestLaidOut = 50_000;

/**
 * Lays out the texts of one page, each once.
 *
 * @param most characters that are laid out in all; each takes some microseconds
 */
export function createSqlLayout(most: number): SqlLayout {
  const known = new Map<string, string | null>();
  let left = most;
  const one = (sql: string): string | null => {
    const found = known.get(sql);
    if (found !== undefined) return found;
    if (sql.length > Math.min(left, longestLaidOut)) return null;
    left -= sql.length;
    const text = layOutSql(sql);
    known.set(sql, text);
    return text;
  };
  return (texts) => {
    const laidOut = texts.map(one).filter((text) => text !== null);
    return laidOut.length === texts.length ? laidOut : null;
  };
}
