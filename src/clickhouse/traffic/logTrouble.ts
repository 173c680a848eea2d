import { UserError } from '../../model/errors.ts';
import { isServerError } from '../http/refusals.ts';

const fixes: Readonly<Record<number, readonly [what: string, fix: string]>> = {
  60: ['there is no such log table', 'Correct --log-table, or add a <query_log> section to the server config.'],
  81: ['there is no such database', 'Correct --log-table: write database.table.'],
  497: [
    'this user may not read the log',
    'GRANT SELECT ON the log table TO the user; for a cluster READ ON REMOTE as well.',
  ],
  701: [
    'the server knows no such cluster',
    "Correct the target's cluster: SELECT cluster FROM system.clusters lists them.",
  ],
  170: [
    'the server knows no such cluster',
    "Correct the target's cluster: SELECT cluster FROM system.clusters lists them.",
  ],
  279: ['a replica of the cluster does not answer', 'Start it, or read one server: a target without cluster.'],
  241: [
    'reading the log takes more memory than the server may give it',
    'Choose a shorter --since, or raise capture.server_memory_gib in hogbench.config.yaml.',
  ],
  46: ['this server lacks a function that reading a log needs', 'Export the log, and read it with --log-file.'],
  159: ['the server gave up reading the log in time', 'Choose a shorter window with --since.'],
  117: [
    'the file cannot be read',
    'Check that it is what its name says: .parquet, .json, .jsonl or .csv, whole and not a pointer to another file.',
  ],
  636: [
    'the file cannot be read',
    'Check that it is what its name says: .parquet, .json, .jsonl or .csv, whole and not a pointer to another file.',
  ],
  107: ['this is no Iceberg table', 'Name the folder that holds `metadata` and `data`.'],
  47: ['the log lacks a column', 'Name it in hogbench.config.yaml under capture.columns.'],
};

/** Codes of values that cannot be read as what they should be. Their messages quote the value, which may be private. */
const unfitValues = new Set([6, 26, 27, 38, 41, 53, 70, 72, 131, 349]);
const unfitValue = [
  'a column of the log does not hold what it should',
  'Correct capture.columns in hogbench.config.yaml: times, numbers and maps are read as such. In a file, fix or leave out the row.',
] as const;
/** Codes whose messages tell more than ours, and quote nothing of a row. */
const quoted = new Set([46, 47, 497]);

/** The server's refusal to read a log, as what the user can fix. Other errors come back as they are. */
export function logTrouble(error: unknown, where: string): unknown {
  if (!isServerError(error)) return error;
  const { code } = error;
  const known = unfitValues.has(code) ? unfitValue : fixes[code];
  const [what, fix] = known ?? ['the log cannot be read', 'hogbench doctor --target … tells what this user lacks.'];
  // The server quotes paths and values of a file; the code is enough to look up.
  const kind =
    known === undefined || quoted.has(code) ? `: ${error.message}` : ` (code ${code}${rowOf(error.message)})`;
  return new UserError('target', `${what}${kind}`, fix, where);
}

/** The row of a file that could not be read: a number, and nothing of what stands there. */
function rowOf(message: string): string {
  const row = /\(at row (\d+)\)/.exec(message)?.[1];
  return row === undefined ? '' : `, row ${row} of the file`;
}
