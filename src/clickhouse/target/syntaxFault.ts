import type { StatementFault } from '../../model/serverAnswers.ts';
import { type Significant, significant } from '../../sql/significant.ts';
import { tokenize } from '../../sql/sqlLexer.ts';
import { nearest } from '../../text/nearest.ts';
import type { Control } from '../http/control.ts';
import type { ServerError } from '../http/refusals.ts';
import { faultOf } from './faultText.ts';
import { parseRefusal } from './statementCheck.ts';
import type { Statement } from './statementTables.ts';

/** As lint tells it, with the place in the statement; undefined when the statement by itself is no error of syntax. */
export async function syntaxFault(
  control: Control,
  { sql, options }: Statement,
  planned: ServerError,
): Promise<StatementFault | undefined> {
  const { params = {}, settings = {} } = options;
  const refusal = await parseRefusal(control, { sql, params, settings }, { guard: {}, limits: {} });
  // Parsed by itself, it is refused for what it means, such as the number of arguments.
  if (refusal === undefined) return faultOf(planned);
  const meant = refusal.offset === undefined ? undefined : keywordMeant(sql, refusal.offset);
  return meant === undefined ? refusal : { ...refusal, hint: meant.keyword, offset: meant.offset };
}

/** Words that begin a part of a query. */
const keywords = [
  ...['SELECT', 'FROM', 'PREWHERE', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT', 'SETTINGS', 'FORMAT', 'UNION'],
  ...['JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'ARRAY', 'USING', 'WITH', 'DISTINCT', 'INTERVAL', 'BETWEEN'],
] as const;
const known: ReadonlySet<string> = new Set(keywords);
/** A shorter word is near to too much. */
const shortest = 4;
/** One that the parser took for an alias is more likely to be a keyword: `FRM`. */
const shortestAlias = 3;

/**
 * The keyword that was probably meant where a parser stopped: it stops at the word behind a misspelt one, which it takes for
 * an alias (`SELECT 1 FORM t` at `t`), or at that word itself.
 */
export function keywordMeant(
  sql: string,
  offset: number,
): { readonly keyword: string; readonly offset: number } | undefined {
  const read = significant(sql, tokenize(sql));
  const stopped = read.tokens.findIndex(({ end }) => end > offset);
  const end = stopped < 0 ? read.tokens.length : stopped;
  for (const at of [end - 1, end]) {
    const word = read.upperAt(at);
    const token = read.tokens[at];
    const fewest = at < end && isAlias(read, at) ? shortestAlias : shortest;
    if (token?.kind !== 'word' || word.length < fewest || known.has(word)) continue;
    const keyword = nearest(word, keywords);
    if (keyword !== undefined) return { keyword, offset: token.start };
  }
  return undefined;
}

/** Whether a word stands behind the end of an expression, where a clause would begin; one behind AS is meant as an alias. */
function isAlias(read: Significant, at: number): boolean {
  const before = read.tokens[at - 1];
  if (before === undefined || read.isWord(at - 1, 'AS', ...keywords)) return false;
  return before.kind !== 'symbol' || [')', ']', '}', '*'].includes(read.textAt(at - 1));
}
