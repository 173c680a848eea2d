import { formatPlace, UserError } from '../model/errors.ts';
import type { SetupScript } from '../model/workload.ts';
import type { Control } from './control.ts';
import { isServerError } from './serverError.ts';

/**
 * Runs a workload's schema and data scripts, statement by statement.
 * @throws UserError target, with the place of the statement the server refused; interrupted when `signal` aborts
 */
export async function runSetup(
  control: Control,
  scripts: readonly SetupScript[],
  onStatement: (done: number, total: number, file: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const total = scripts.reduce((sum, script) => sum + script.statements.length, 0);
  let done = 0;
  for (const script of scripts)
    for (const statement of script.statements) {
      onStatement(done, total, script.file);
      try {
        await control.command(statement.sql, { signal });
      } catch (error) {
        if (signal.aborted) throw cutShort();
        if (!isServerError(error)) throw error;
        throw new UserError(
          'target',
          `the server refused a setup statement: ${error.message}`,
          'Mend the statement, then run again: a setup starts over from its first statement.',
          formatPlace(statement.place),
        );
      }
      done += 1;
    }
}

function cutShort(): UserError {
  return new UserError('interrupted', 'the setup was interrupted', 'Run the same command again: it starts over.');
}
