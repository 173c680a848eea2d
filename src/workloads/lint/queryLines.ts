import { readTokens, topLevel } from '../../sql/queryTokens.ts';

const starts = ['SELECT', 'WITH', 'FROM'];
/** In front of these a query goes on in the next line; FROM and WITH may come before SELECT. */
const goesOn = ['UNION', 'EXCEPT', 'INTERSECT', 'ALL', 'DISTINCT', 'WITH', 'AS'];

/**
 * The word that lines of a statement begin a query with, outside all brackets, and how many do. More than one, where the
 * statement does not parse, is a file with a query a line and no `;`.
 */
export function queryLines(sql: string): { readonly word: string; readonly lines: number } {
  const read = readTokens(sql);
  const at = topLevel(read, { from: 0, to: read.tokens.length }, (one) => {
    const from = read.tokens[one - 1]?.end ?? 0;
    const startsLine = one === 0 || sql.slice(from, read.tokens[one]?.start).includes('\n');
    return startsLine && read.isWord(one, ...starts) && !read.isWord(one - 1, ...goesOn);
  });
  const word = read.upperAt(at[0] ?? 0);
  return { word, lines: at.filter((one) => read.upperAt(one) === word).length };
}
