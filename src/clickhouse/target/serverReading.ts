import { z } from 'zod';
import { UserError } from '../../model/errors.ts';
import { refuseWriting } from '../../sql/readingStatement.ts';
import { tokenize } from '../../sql/sqlLexer.ts';
import type { Control } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';

const batchChars = 100_000;
const shownChars = 80;
/** Servers before 23.10 have no such function. */
const unknownFunction = 46;

/**
 * Has the server's own parser write each statement anew, from a value, so that nothing of it can run, and looks whether what
 * comes back still only reads. `readonly` refuses not all that writes (docs/decisions/0071), so this is a second opinion on
 * our reading of a text. A text that the server cannot parse is let through: it will not run either.
 * @throws UserError usage for a statement that writes in the server's eyes
 */
export async function refuseWhatServerSeesWrite(control: Control, statements: readonly string[]): Promise<void> {
  for (const batch of batches([...new Set(statements)])) {
    const rewritten = await rewrite(control, batch);
    for (const [index, text] of rewritten.entries()) {
      if (text === null || refuseWriting(text, tokenize(text)) === undefined) continue;
      throw new UserError(
        'usage',
        `the server reads this statement as one that writes: ${shortened(batch[index] ?? '')}`,
        'Take it out of the workload, and please report the statement: hogbench read it otherwise.',
      );
    }
  }
}

const answer = z.object({ texts: z.array(z.string().nullable()) });

async function rewrite(control: Control, texts: readonly string[]): Promise<readonly (string | null)[]> {
  try {
    const [row] = await control.rows(
      'SELECT arrayMap(text -> formatQuerySingleLineOrNull(text), {texts:Array(String)}) AS texts',
      answer,
      { params: { texts: [...texts] }, what: 'how the server reads the statements' },
    );
    if (row?.texts.length === texts.length) return row.texts;
  } catch (error) {
    if (isServerError(error) && error.code === unknownFunction) return [];
    throw error;
  }
  const fix = 'Check what stands between hogbench and the server: hogbench doctor looks at it.';
  throw new UserError('target', 'the server did not say how it reads the statements', fix);
}

function* batches(statements: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let chars = 0;
  for (const statement of statements) {
    if (batch.length > 0 && chars + statement.length > batchChars) {
      yield batch;
      batch = [];
      chars = 0;
    }
    batch.push(statement);
    chars += statement.length;
  }
  if (batch.length > 0) yield batch;
}

function shortened(statement: string): string {
  const line = statement.trim().replaceAll(/\s+/g, ' ');
  return line.length <= shownChars ? line : `${line.slice(0, shownChars)}…`;
}
