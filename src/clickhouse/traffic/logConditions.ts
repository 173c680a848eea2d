import { stringLiteral } from '../../sql/literals.ts';
import type { LogColumns } from './logColumns.ts';

/** A log whose rows are told apart. */
export interface ReadLog {
  readonly columns: LogColumns;
  /** A text of about this many bytes was cut by the server. */
  readonly cutLength: number;
  readonly includeHogbench: boolean;
}

/** Ids of our own queries begin so, for logs that keep no log_comment. */
const ownPrefix = 'hogbench-';

/** The server replaces the end of a cut text by a remark of up to 64 bytes. */
const cutRemark = 64;
/** Conditions by name, each true for rows it is about. */
export function conditions({
  columns,
  cutLength,
  includeHogbench,
}: ReadLog): Readonly<Record<'ended' | 'initial' | 'hogbench' | 'system' | 'reading' | 'cut' | 'withText', string>> {
  const { sql, has } = columns;
  const text = sql('query');
  const comment = sql('log_comment');
  const firstWord = `match(${text}, '^(?i)(?:\\\\s|\\\\(|/\\\\*(?s:.*?)\\\\*/|--[^\\\\n]*\\\\n)*(?:SELECT|WITH)\\\\b')`;
  return {
    ended: has('type') ? `toString(${sql('type')}) NOT IN ('QueryStart', '1')` : '1',
    initial: has('is_initial_query') ? `${sql('is_initial_query')} != 0` : '1',
    hogbench: includeHogbench
      ? '0'
      : `(startsWith(${sql('query_id')}, '${ownPrefix}') OR position(${comment}, 'hogbench') > 0 AND (JSONHas(${comment}, 'hogbench') OR startsWith(${comment}, 'hogbench')))`,
    system: systemQuery(columns),
    reading: has('query_kind') ? `${sql('query_kind')} IN ('Select', '')` : firstWord,
    // Newer servers keep the lengths of texts apart, and read them alone.
    cut: `length(${text}) > ${cutLength - cutRemark}`,
    withText: `length(${text}) > 0`,
  };
}

/** What could not start has no tables on record: it is a ping only when it succeeded or found no table. */
const pingCodes = '(0, 60, 81)';

/**
 * True for executions that read system tables alone, or no table. Where a log does not keep their databases, by the names
 * behind FROM and JOIN; a word in a literal that looks like one keeps an execution in.
 */
function systemQuery({ sql, has }: LogColumns): string {
  const code = sql('exception_code');
  if (has('databases')) {
    const databases = sql('databases');
    return `if(empty(${databases}), ${code} IN ${pingCodes}, arrayAll(name -> lower(name) IN ('system', 'information_schema'), ${databases}))`;
  }
  const text = sql('query');
  const named = stringLiteral('(?i)\\b(?:FROM|JOIN)\\s+((?:`[^`]+`|"[^"]+"|[\\w.])+)');
  const plain = (name: string): string => `replaceRegexpAll(lower(${name}), '[\`"]', '')`;
  // Names that WITH gives to subqueries are no tables.
  const isSubquery = `position(lower(${text}), concat(name, ' as (')) > 0`;
  const names = `arrayFilter(name -> NOT (${isSubquery}), arrayMap(name -> ${plain('name')}, extractAll(${text}, ${named})))`;
  const inDatabase = `lower(${sql('current_database')}) IN ('system', 'information_schema')`;
  const isSystem = `startsWith(name, 'system.') OR startsWith(name, 'information_schema.') OR (position(name, '.') = 0 AND ${inDatabase})`;
  return `(${code} IN (60, 81) OR if(empty(${names}), ${code} IN ${pingCodes}, arrayAll(name -> ${isSystem}, ${names})))`;
}
