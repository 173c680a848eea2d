import { z } from 'zod';
import type { Control } from '../../clickhouse/http/control.ts';
import { countField, nameField } from '../../clickhouse/http/rowShape.ts';
import { identifier } from '../../sql/literals.ts';
import type { StoreTrouble } from '../../store/archive.ts';
import { type IdentityRow, seconds } from './identityRows.ts';

/** Whose rows they are, and in which month they lie. */
export interface StoredPush {
  readonly push: string;
  readonly startedAt: number;
}

/** Over a row of figures. */
const figureHash = 'sipHash64(metric, case_id, name, unit, value, executions)';

/** How many figures a push has, and a hash of all of them, as the server counts them. */
export async function figuresCheck(
  control: Control,
  database: string,
  { push, startedAt }: StoredPush,
): Promise<Pick<IdentityRow, 'figures' | 'figuresHash'>> {
  const [row] = await control.rows(
    `SELECT count() AS figures, toString(groupBitXor(${figureHash})) AS hash FROM ${identifier(database)}.figures
     WHERE push = ${push} AND started_at = toDateTime64('${seconds(startedAt)}', 3, 'UTC')`,
    z.object({ figures: countField, hash: nameField }),
    { what: 'the figures that were stored', timeoutMs: checkMs },
  );
  return { figures: row?.figures ?? 0, figuresHash: row?.hash ?? '0' };
}

const checkMs = 120_000;

/**
 * What of these pushes is not as it was written. The server counts and hashes; only what it found wrong comes here.
 * @param of which pushes, as a condition on `push`
 */
export async function checkPushes(
  control: Control,
  database: string,
  rows: readonly IdentityRow[],
  of: string,
): Promise<readonly StoreTrouble[]> {
  const options = { what: 'whether the store is as it was written', timeoutMs: checkMs, maxBytes: 256 * 1024 ** 2 };
  const figures = new Map(
    (
      await control.rows(
        `SELECT toString(push) AS push_id, count() AS figures, toString(groupBitXor(${figureHash})) AS hash
         FROM ${identifier(database)}.figures WHERE ${of} GROUP BY push`,
        z.object({ push_id: nameField, figures: countField, hash: nameField }),
        options,
      )
    ).map((one) => [one.push_id, one]),
  );
  const files = new Map(
    (
      await control.rows(
        `SELECT toString(push) AS push_id, uniqExact(part) AS parts, sum(length(tryBase64Decode(base64))) AS bytes,
           countIf(lower(hex(SHA256(tryBase64Decode(base64)))) != sha256) AS damaged
         FROM (SELECT * FROM ${identifier(database)}.run_files WHERE ${of} LIMIT 1 BY push, part) GROUP BY push`,
        z.object({ push_id: nameField, parts: countField, bytes: countField, damaged: countField }),
        options,
      )
    ).map((one) => [one.push_id, one]),
  );
  return rows.flatMap(({ push, identity, ...known }): readonly StoreTrouble[] => {
    const found = figures.get(push);
    const file = files.get(push);
    const where = `run ${identity.runId}`;
    const told = (what: string): StoreTrouble => ({ where, what, runId: identity.runId });
    const troubles: StoreTrouble[] = [];
    if ((found?.figures ?? 0) !== known.figures)
      troubles.push(told(`it has ${found?.figures ?? 0} figures, and had ${known.figures}`));
    else if ((found?.hash ?? '0') !== known.figuresHash)
      troubles.push(told('its figures are not those it was pushed with'));
    if ((file?.parts ?? 0) !== known.parts || (file?.bytes ?? 0) !== identity.bytes)
      troubles.push(told(`its run file has ${file?.bytes ?? 0} bytes, and had ${identity.bytes}`));
    else if ((file?.damaged ?? 0) > 0) troubles.push(told('its run file is damaged'));
    return troubles;
  });
}
