import type { Settings } from '../../model/workload.ts';
import { edited } from '../../sql/queryTokens.ts';
import { querySettings } from '../../sql/settingsClause.ts';
import { toBeExplained } from '../../sql/statementParts.ts';
import type { Control, ControlOptions } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import { explainRow } from '../http/rowShape.ts';
import { stillAnswers } from '../http/shortQuestions.ts';

export interface Statement {
  readonly sql: string;
  readonly options: ControlOptions;
}

/** Both names of one setting. */
const analyzerNames: readonly string[] = ['enable_analyzer', 'allow_experimental_analyzer'];

/** What servers have answered, while they are connected: each statement is analysed once, and waited for once where no answer comes. */
const answers = new WeakMap<Control, Map<string, Promise<readonly string[]>>>();

/** The names of the tables that a statement reads. Executes nothing. Rejects with the server's refusal. */
export function analysed(control: Control, statement: Statement): Promise<readonly string[]> {
  const known = answers.get(control) ?? new Map<string, Promise<readonly string[]>>();
  answers.set(control, known);
  const { sql, options } = statement;
  const key = JSON.stringify([sql, options.params, options.settings]);
  const asked = known.get(key) ?? namedTables(control, statement);
  known.set(key, asked);
  return asked;
}

/** Only the analyzer has a tree, so it is switched on where the statement switches it off. */
async function namedTables(control: Control, { sql, options }: Statement): Promise<readonly string[]> {
  const on = Object.keys(options.settings ?? {}).filter((name) => analyzerNames.includes(name));
  const settings: Settings = { ...options.settings, ...Object.fromEntries(on.map((name) => [name, 1])) };
  const text = `EXPLAIN QUERY TREE ${withAnalyzer(toBeExplained(sql))}`;
  const lines = await control.rows(text, explainRow, { ...options, settings });
  const names = lines.map(({ explain }) => explain.match(/table_name: ([^,\s]+)/)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))];
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

/** The tables that a statement reads, but for those of `system`; none where the server cannot analyse it. */
export async function tablesOf(control: Control, statement: Statement): Promise<readonly string[]> {
  try {
    return (await analysed(control, statement)).filter((name) => !name.startsWith('system.'));
  } catch (error) {
    // A statement that cannot be explained will fail by itself, and say so, when it is measured.
    if (isServerError(error) || (await stillAnswers(control))) return [];
    throw error;
  }
}

/** 60 UNKNOWN_TABLE, 81 UNKNOWN_DATABASE. */
const missing: ReadonlySet<number> = new Set([60, 81]);

/** What the server says of the first statement that reads a table or a database it does not have. Executes nothing. */
export async function missingTable(control: Control, statements: readonly Statement[]): Promise<string | undefined> {
  for (const statement of statements) {
    try {
      await analysed(control, statement);
    } catch (error) {
      // Whatever else is wrong with a statement is said when it is measured.
      if (!isServerError(error)) {
        if (await stillAnswers(control)) continue;
        throw error;
      }
      if (missing.has(error.code)) return error.message.replace(/\.$/, '');
    }
  }
  return undefined;
}
