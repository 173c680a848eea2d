import type { Settings } from '../../model/workload.ts';
import { edited } from '../../sql/queryTokens.ts';
import { querySettings } from '../../sql/settingsClause.ts';
import { toBeExplained } from '../../sql/statementParts.ts';
import type { Control } from '../http/control.ts';
import { explainRow } from '../http/rowShape.ts';
import type { Statement } from './dataset.ts';

/** Both names of one setting. */
const analyzerNames: readonly string[] = ['enable_analyzer', 'allow_experimental_analyzer'];

/**
 * The server's analysis of a statement, which names the tables it reads. Only the analyzer has a tree, so it is switched on where the
 * statement switches it off. Executes nothing. Rejects with the server's refusal.
 */
export async function queryTree(control: Control, { sql, options }: Statement): Promise<readonly string[]> {
  const on = Object.keys(options.settings ?? {}).filter((name) => analyzerNames.includes(name));
  const settings: Settings = { ...options.settings, ...Object.fromEntries(on.map((name) => [name, 1])) };
  const text = `EXPLAIN QUERY TREE ${withAnalyzer(toBeExplained(sql))}`;
  const lines = await control.rows(text, explainRow, { ...options, settings });
  return lines.map(({ explain }) => explain);
}

function withAnalyzer(sql: string): string {
  const stated = querySettings(sql).filter(({ name }) => analyzerNames.includes(name));
  return edited(
    sql,
    stated.flatMap(({ name, start }) => {
      const length = /^\w+\s*=\s*'?\w+'?/.exec(sql.slice(start))?.[0].length;
      return length === undefined ? [] : [{ start, end: start + length, text: `${name} = 1` }];
    }),
  );
}
