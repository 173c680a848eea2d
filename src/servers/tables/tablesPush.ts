import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Control } from '../../clickhouse/http/control.ts';
import { countField } from '../../clickhouse/http/rowShape.ts';
import { UserError } from '../../model/errors.ts';
import type { StoredFigure } from '../../model/storedRun.ts';
import { identifier, stringLiteral } from '../../sql/literals.ts';
import { type ArchivedRun, archiveKey } from '../../store/archive.ts';
import { rowOf, seconds } from './identityRows.ts';
import { figuresCheck, type StoredPush } from './tablesVerify.ts';

/** Rows of figures that are sent at a time. */
const mostRows = 20_000;
/** Of a run file, in one row. */
const partBytes = 1024 * 1024;

/**
 * Sends a run: its figures and its file first, and last the row by which it is seen. Until then nobody reads any of it.
 * @throws UserError target where the server does not hold what it was sent; a ServerError
 */
export async function sendRun(
  control: Control,
  database: string,
  { identity, runFile }: ArchivedRun,
  figures: readonly StoredFigure[],
): Promise<void> {
  const push = randomBytes(8).readBigUInt64LE().toString();
  const insert = async (table: string, token: string, rows: readonly string[]): Promise<void> =>
    control.command(
      `INSERT INTO ${identifier(database)}.${identifier(table)} FORMAT JSONEachRow\n${rows.join('\n')}\n`,
      {
        // What is sent again after an answer was lost is stored once.
        settings: { async_insert: 0, insert_deduplication_token: `${push} ${token}` },
        what: `storing ${table} of run ${identity.runId}`,
        timeoutMs: insertMs,
      },
    );
  const started_at = seconds(identity.startedAt);
  for (let from = 0; from < figures.length; from += mostRows) {
    const some = figures.slice(from, from + mostRows);
    const rows = some.map(({ caseId, name, metric, unit, value, executions }) =>
      JSON.stringify({ push, started_at, metric, case_id: caseId, name, unit, value, executions }),
    );
    await insert('figures', `figures ${from}`, rows);
  }
  const parts = Math.ceil(runFile.length / partBytes);
  for (let part = 0; part < parts; part += 1) {
    const bytes = Buffer.from(runFile.subarray(part * partBytes, (part + 1) * partBytes));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await insert('run_files', `part ${part}`, [
      JSON.stringify({ push, part, base64: bytes.toString('base64'), sha256 }),
    ]);
  }
  const sent: StoredPush = { push, startedAt: identity.startedAt };
  const found = await figuresCheck(control, database, sent);
  if (found.figures !== figures.length)
    throw new UserError(
      'target',
      `the server holds ${found.figures} of the ${figures.length} figures that it was sent: nothing of this run is in the store`,
      'Look whether the address leads to several servers; a store needs one, or tables that they replicate.',
    );
  await insert('runs', 'run', [rowOf(identity, push, { ...found, parts })]);
  const [seen] = await control.rows(
    `SELECT count() AS count FROM ${identifier(database)}.runs WHERE key = ${stringLiteral(archiveKey(identity))}`,
    z.object({ count: countField }),
  );
  if ((seen?.count ?? 0) > 0) return;
  throw new UserError(
    'target',
    'the server does not show the run that it was sent',
    'Look whether the address leads to several servers; a store needs one, or tables that they replicate.',
  );
}

const insertMs = 120_000;

/** The file of a push. @throws UserError target where it is not as it was pushed */
export async function readParts(
  control: Control,
  database: string,
  { push, parts, sha256 }: { readonly push: string; readonly parts: number; readonly sha256: string },
  shown: string,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let part = 0; part < parts; part += 1) {
    const [row] = await control.rows(
      `SELECT base64 FROM ${identifier(database)}.run_files WHERE push = ${push} AND part = ${part} LIMIT 1`,
      z.object({ base64: z.string().max(2 * partBytes) }),
      { what: 'a part of a stored run file' },
    );
    pieces.push(Buffer.from(row?.base64 ?? '', 'base64'));
  }
  const bytes = Buffer.concat(pieces);
  if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
  throw new UserError(
    'target',
    'the stored run file is not as it was pushed',
    'Push it again, which puts it right; hogbench store verify checks all others.',
    shown,
  );
}
