import { randomUUID } from 'node:crypto';
import { hogbenchVersion } from '../../app/hogbenchVersion.ts';
import type { TablesPlace } from '../../app/services.ts';
import { interruption, type World } from '../../app/world.ts';
import { connect } from '../../clickhouse/http/client.ts';
import { bounded, type Control, type ControlOptions } from '../../clickhouse/http/control.ts';
import { withWholeAnswers } from '../../clickhouse/http/wholeAnswers.ts';
import type { RunArchive } from '../../store/archive.ts';
import { remoteConnections } from '../targetAddress.ts';
import { tablesArchive } from './tablesArchive.ts';

/**
 * Opens a store in tables of a target's own server.
 * @throws UserError target where it cannot be reached; usage for a store that is newer than this program
 */
export async function openTables({ target, database }: TablesPlace, world: World): Promise<RunArchive> {
  const { signal, unlisten } = interruption(world);
  try {
    const [connection] = await remoteConnections(target, signal);
    if (connection === undefined) throw new Error('a target has a server');
    const client = withWholeAnswers(bounded(connect(connection), { signal }));
    const close = (): Promise<void> => client.close().finally(unlisten);
    try {
      await client.check();
      return tablesArchive(
        marked(client),
        { database, shown: `${target.name}, ${database}`, madeBy: hogbenchVersion },
        close,
      );
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    unlisten();
    throw error;
  }
}

/** The id of a query says whose it is, so that a capture leaves it out; a user with readonly = 1 could send no setting that does. */
function marked(client: Control): Control {
  const own = (options: ControlOptions = {}): ControlOptions => ({
    ...options,
    queryId: `hogbench-store-${randomUUID()}`,
  });
  return {
    rows: (sql, shape, options) => client.rows(sql, shape, own(options)),
    command: (sql, options) => client.command(sql, own(options)),
  };
}
