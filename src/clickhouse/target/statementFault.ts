import { z } from 'zod';
import type { StatementFault } from '../../model/serverAnswers.ts';
import { statementKind } from '../../sql/statementKind.ts';
import { toBeExplained } from '../../sql/statementParts.ts';
import { nearest } from '../../text/nearest.ts';
import type { Control } from '../http/control.ts';
import { isServerError, type ServerError } from '../http/refusals.ts';
import { nameField } from '../http/rowShape.ts';
import { faultOf } from './faultText.ts';
import { analysed, type Statement } from './statementTables.ts';
import { syntaxFault } from './syntaxFault.ts';

const syntax = 62;
const ofTables = new Set([60, 81]);
const ofColumns = new Set([16, 47]);
/**
 * What a text alone is refused for, whoever asks and however busy the server is: syntax (62), names (16, 46, 47, 50, 60, 63, 81, 115,
 * 207, 456), arguments (34, 35, 36, 42, 43, 53, 70, 386), literals (6, 27, 38, 41, 72), aggregation (184, 215), aliases (174,
 * 179), joins (403), a setting beyond what the user may set (452).
 */
const ofTheText: ReadonlySet<number> = new Set([
  ...[syntax, ...ofTables, ...ofColumns, 46, 50, 63, 115, 207, 456],
  ...[34, 35, 36, 42, 43, 53, 70, 386, 6, 27, 38, 41, 72, 184, 215, 174, 179, 403, 452],
]);

/**
 * Why the server will not run a statement; undefined where it will, and where it cannot be told. Executes nothing. Two analyses have to
 * refuse it: that of the analyzer, and the plan under the statement's own settings.
 */
export async function statementFault(control: Control, statement: Statement): Promise<StatementFault | undefined> {
  if (statementKind(statement.sql) !== 'select') return undefined;
  const refusal = await refusedBy(() => analysed(control, statement));
  if (refusal === undefined || !ofTheText.has(refusal.code)) return undefined;
  const { sql, options } = statement;
  const planned = await refusedBy(() => control.command(`EXPLAIN ${toBeExplained(sql)}`, options));
  if (planned === undefined || !ofTheText.has(planned.code)) return undefined;
  return planned.code === syntax ? syntaxFault(control, statement, planned) : withHint(control, planned);
}

/** Whatever is no answer leaves it to the execution. */
async function refusedBy(ask: () => Promise<unknown>): Promise<ServerError | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    return isServerError(error) ? error : undefined;
  }
}

/** The server's own suggestion, or the nearest name that it has. */
async function withHint(control: Control, error: ServerError): Promise<StatementFault> {
  const fault = faultOf(error);
  const table = ofTables.has(error.code) ? 'tables' : ofColumns.has(error.code) ? 'columns' : undefined;
  if (fault.hint !== undefined || fault.name === undefined || table === undefined) return fault;
  const sql = `SELECT DISTINCT name FROM system.${table} WHERE database = currentDatabase() LIMIT 10000`;
  const rows = await control.rows(sql, z.object({ name: nameField })).catch(() => []);
  const near = nearest(
    fault.name.split('.').at(-1) ?? '',
    rows.map(({ name }) => name),
  );
  return near === undefined ? fault : { ...fault, hint: near };
}
