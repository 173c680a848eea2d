import { z } from 'zod';
import type { Control } from '../../clickhouse/http/control.ts';
import { longAnswer } from '../../clickhouse/http/deadlines.ts';
import { countField } from '../../clickhouse/http/rowShape.ts';
import { UserError } from '../../model/errors.ts';
import { identifier, stringList, stringLiteral } from '../../sql/literals.ts';
import { archiveKey, type RunArchive, type RunFilter } from '../../store/archive.ts';
import { type IdentityRow, identityColumns, identityRow, whereOf } from './identityRows.ts';
import { type LayoutPlace, prepareLayout, readLayout } from './storeLayout.ts';
import { storeTrouble } from './tablesErrors.ts';
import { readParts, sendRun } from './tablesPush.ts';
import { tablesSeries } from './tablesSeries.ts';
import { checkPushes } from './tablesVerify.ts';

/** What an interrupted push left goes after a day, when nobody writes it any more. */
const staleHours = 24;
const mutationMs = 600_000;

/** A store in tables of a server. */
export function tablesArchive(control: Control, place: LayoutPlace, close: () => Promise<void>): RunArchive {
  const { database, shown } = place;
  const name = identifier(database);
  const told = <T>(doing: 'read' | 'written', work: () => Promise<T>): Promise<T> =>
    work().catch((error: unknown) => Promise.reject(storeTrouble(error, database, shown, doing)));
  /** Each of them is asked for once in a command. */
  let ready: Promise<void> | undefined;
  const opened = async (): Promise<void> => {
    if ((await readLayout(control, place)) === undefined)
      throw new UserError(
        'usage',
        `there is no store in the database ${database}`,
        'Push a run first, which makes it: hogbench store push.',
        shown,
      );
    await prepareLayout(control, place);
  };
  const reading = <T>(work: () => Promise<T>): Promise<T> =>
    told('read', async () => {
      ready ??= opened();
      await ready;
      return work();
    });

  /** The rows of runs, each push once: of one that two jobs made at once, the first. */
  const rowsOf = (filter: RunFilter, where = whereOf(filter)): Promise<readonly IdentityRow[]> =>
    control.rows(
      `SELECT ${identityColumns} FROM (SELECT * FROM ${name}.runs ${where} ORDER BY key, pushed_at, push LIMIT 1 BY key)
       ORDER BY started_at DESC, key ${filter.last === undefined ? '' : `LIMIT ${filter.last}`}`,
      identityRow,
      { what: 'the runs of a store', timeoutMs: 120_000, maxBytes: longAnswer },
    );
  const ofKey = (key: string): Promise<readonly IdentityRow[]> => rowsOf({}, `WHERE key = ${stringLiteral(key)}`);

  const removePushes = async (where: string): Promise<void> => {
    // What makes a run visible goes first.
    for (const table of ['runs', 'figures', 'run_files'])
      await control.command(`DELETE FROM ${name}.${table} WHERE ${where}`, {
        settings: { mutations_sync: 1, lightweight_deletes_sync: 2 },
        timeoutMs: mutationMs,
        what: `removing of ${table}`,
      });
  };

  return {
    shown,
    push: (run, figures) =>
      told('written', async () => {
        await prepareLayout(control, place);
        const [known] = await ofKey(archiveKey(run.identity));
        if (known !== undefined) {
          const troubles = await checkPushes(control, database, [known], `push = ${known.push}`);
          if (troubles.length === 0) return 'known';
          await removePushes(`push = ${known.push}`);
        }
        await sendRun(control, database, run, figures);
        return 'stored';
      }),
    list: (filter = {}) => reading(async () => (await rowsOf(filter)).map((one) => one.identity)),
    pull: (identity) =>
      reading(async () => {
        const [found] = await ofKey(archiveKey(identity));
        if (found === undefined)
          throw new UserError(
            'usage',
            `run ${identity.runId} is not in the store`,
            'hogbench store list shows what is.',
            shown,
          );
        return readParts(control, database, { ...found, sha256: found.identity.sha256 }, shown);
      }),
    series: (query) => reading(() => tablesSeries(control, database, query)),
    remove: (identities) =>
      told('written', async () => {
        ready ??= opened();
        await ready;
        for (let from = 0; from < identities.length; from += 500) {
          const keys = stringList(identities.slice(from, from + 500).map(archiveKey));
          const pushes = await control.rows(
            `SELECT toString(push) AS push_id FROM ${name}.runs WHERE key IN ${keys}`,
            pushRow,
            { maxBytes: longAnswer },
          );
          if (pushes.length > 0) await removePushes(`push IN (${pushes.map((one) => one.push_id).join(', ')})`);
        }
        // Who may not ask for parts leaves them: they harm nothing.
        const stale = await stalePushes(control, database).catch((): readonly string[] => []);
        if (stale.length > 0) await removePushes(`push IN (${stale.join(', ')})`);
      }),
    verify: () =>
      reading(async () => {
        const rows = await rowsOf({});
        const troubles = await checkPushes(control, database, rows, `push IN (SELECT push FROM ${name}.runs)`);
        return { runs: rows.length, troubles, leftOvers: await unseen(control, name) };
      }),
    close,
  };
}

const pushRow = z.object({ push_id: z.string().regex(/^\d{1,20}$/) });

/** Of interrupted pushes, whose rows lie in parts that are older than a day: when rows came is known of their parts alone. */
async function stalePushes(control: Control, database: string): Promise<readonly string[]> {
  const name = identifier(database);
  const of = (table: string): string =>
    `SELECT push FROM ${name}.${table} WHERE push NOT IN (SELECT push FROM ${name}.runs) AND _part IN (
       SELECT name FROM system.parts WHERE database = ${stringLiteral(database)} AND table = '${table}' AND active
         AND modification_time < now() - INTERVAL ${staleHours} HOUR)`;
  const rows = await control.rows(
    `SELECT DISTINCT toString(push) AS push_id FROM (${of('figures')} UNION ALL ${of('run_files')}) LIMIT 1000`,
    pushRow,
    { what: 'what interrupted pushes left', timeoutMs: 120_000 },
  );
  return rows.map((one) => one.push_id);
}

/** How many pushes have rows and are no part of the store. */
async function unseen(control: Control, name: string): Promise<number> {
  const [row] = await control.rows(
    `SELECT uniqExact(push) AS count FROM (SELECT push FROM ${name}.figures UNION ALL SELECT push FROM ${name}.run_files)
     WHERE push NOT IN (SELECT push FROM ${name}.runs)`,
    z.object({ count: countField }),
    { what: 'what interrupted pushes left', timeoutMs: 120_000 },
  );
  return row?.count ?? 0;
}
