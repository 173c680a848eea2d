import type { Control } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import { stillAnswers } from '../http/stillAnswers.ts';
import { queryTree } from './analyzer.ts';
import type { Statement } from './dataset.ts';

/** 60 UNKNOWN_TABLE, 81 UNKNOWN_DATABASE. */
const missing: ReadonlySet<number> = new Set([60, 81]);

/** What the server says of the first statement that reads a table or a database it does not have. Executes nothing. */
export async function missingTable(control: Control, statements: readonly Statement[]): Promise<string | undefined> {
  for (const statement of statements) {
    try {
      await queryTree(control, statement);
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
