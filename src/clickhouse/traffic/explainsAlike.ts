import type { PairVerdict, TextPair } from '../../model/serverAnswers.ts';
import type { Control } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import { explainRow } from '../http/rowShape.ts';

type Explained = { readonly text: string } | { readonly code: number };

const mostSeconds = 5;
const large = 256 * 2 ** 20;
const gaveUp = new Set([159, 160, 396, 158, 307, 241]);

/**
 * Asks an engine what it makes of both texts: how it parses them, and with the tables at hand what it reads, calls and of
 * which types. Texts between quotes are left out of the comparison, and names that were replaced are followed.
 *
 * @param tables a connection to the database that the statement ran in; absent where its tables are not
 */
export async function explainsAlike(
  parser: Control,
  tables: Control | undefined,
  pair: TextPair,
  maySet: boolean,
): Promise<PairVerdict> {
  const settings = maySet
    ? { max_execution_time: mostSeconds, max_query_size: large, log_queries: 0, readonly: 2 }
    : {};
  const ask = (control: Control, what: string, sql: string): Promise<Explained> =>
    // Behind EXPLAIN AST a FORMAT would be part of the statement.
    explain(control, `SELECT explain FROM (EXPLAIN ${what} ${sql}\n)`, settings);
  if (!/^[\s(]*(?:SELECT|WITH|FROM)\b/i.test(pair.written)) return { isExplained: false };
  const parsed = await ask(parser, 'AST', pair.written);
  if ('code' in parsed)
    return gaveUp.has(parsed.code)
      ? { isExplained: false }
      : { difference: `the engine cannot parse it (code ${parsed.code})`, isExplained: false };
  const asked = await ask(parser, 'AST', pair.statement);
  if ('code' in asked || masked(asked.text, pair.renamed) !== masked(parsed.text, noNames))
    return { difference: 'the engine parses it otherwise than the statement', isExplained: false };
  if (tables === undefined) return { isExplained: false };
  const before = await ask(tables, 'QUERY TREE', pair.statement);
  if ('code' in before && gaveUp.has(before.code)) return { isExplained: false };
  const after = await ask(tables, 'QUERY TREE', pair.written);
  if ('code' in before && 'code' in after && before.code === after.code) return { isExplained: false };
  if ('code' in after && gaveUp.has(after.code)) return { isExplained: false };
  if ('code' in after)
    return { difference: `the server refuses it (code ${after.code}), and not the statement`, isExplained: true };
  if ('code' in before)
    return {
      difference: `the server refuses the statement (code ${before.code}), and not the text`,
      isExplained: true,
    };
  const isAlike = masked(before.text, pair.renamed) === masked(after.text, noNames);
  return isAlike
    ? { isExplained: true }
    : { difference: 'the server takes it for other functions or types', isExplained: true };
}

const noNames: ReadonlyMap<string, string> = new Map();

async function explain(control: Control, sql: string, settings: Readonly<Record<string, number>>): Promise<Explained> {
  try {
    const rows = await control.rows(sql, explainRow, { settings });
    return { text: rows.map((row) => row.explain).join('\n') };
  } catch (error) {
    if (!isServerError(error)) throw error;
    return { code: error.code };
  }
}

function masked(text: string, renamed: ReadonlyMap<string, string>): string {
  const bare = text.replace(/'(?:[^'\\]|\\[\s\S])*'/g, "'?'");
  if (renamed.size === 0) return bare;
  const names = [...renamed.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return bare.replace(new RegExp(`(?<!\\w)(?:${names.join('|')})(?!\\w)`, 'g'), (name) => renamed.get(name) ?? name);
}
