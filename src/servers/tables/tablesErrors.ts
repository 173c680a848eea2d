import { isServerError } from '../../clickhouse/http/refusals.ts';
import { UserError } from '../../model/errors.ts';

/** 243 NOT_ENOUGH_SPACE, 74 and 75: a disk that takes no more; 252 TOO_MANY_PARTS. */
const full = new Set([243, 74, 75]);
/** 497 ACCESS_DENIED, 164 READONLY, 392 QUERY_IS_PROHIBITED. */
const forbidden = new Set([497, 164, 392]);
/** 242 TABLE_IS_READ_ONLY, 499 and 1000 of disks elsewhere. */
const readOnly = new Set([242]);

/**
 * What to tell of a server that refuses a store's question.
 * @param doing `read`, `written`
 */
export function storeTrouble(error: unknown, database: string, shown: string, doing: 'read' | 'written'): unknown {
  if (!isServerError(error)) return error;
  const { code } = error;
  const unharmed = doing === 'written' ? ': nothing of this run is in it' : '';
  const said = `(code ${code}: ${error.message.slice(0, 300)})`;
  if (full.has(code))
    return new UserError(
      'target',
      `the disk of the store's server is full${unharmed} ${said}`,
      'Make room there, then push the run file again.',
      shown,
    );
  if (forbidden.has(code))
    return new UserError(
      'target',
      `the user of this target may not have the store ${doing}${unharmed} ${said}`,
      doing === 'read'
        ? `GRANT SELECT ON ${database}.* TO the user.`
        : `GRANT CREATE DATABASE, CREATE TABLE, SELECT, INSERT, ALTER DELETE ON ${database}.* TO the user, or make the database for it.`,
      shown,
    );
  return new UserError(
    'target',
    `the store cannot be ${doing}${unharmed} ${said}`,
    readOnly.has(code) ? 'Wait until the table can be written again.' : 'Look into the log of the server.',
    shown,
  );
}
