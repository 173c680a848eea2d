import { isServerError } from '../clickhouse/http/refusals.ts';
import { UserError } from '../model/errors.ts';

/** What to say of a refusal of a server that nothing else explains; undefined for any other error. */
export function serverTrouble(error: unknown): UserError | undefined {
  if (!isServerError(error)) return undefined;
  const fix = 'hogbench doctor --target … tells what this user lacks';
  return new UserError('target', `the server refused: ${error.message}`, fix);
}
