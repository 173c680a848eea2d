import { connect } from '../clickhouse/http/client.ts';
import type { Connection } from '../clickhouse/http/connection.ts';
import { isServerError } from '../clickhouse/http/refusals.ts';
import type { RemoteSpec } from '../model/targetSpec.ts';

/**
 * How to reach a target's own server, then its further replicas. A path of one part is a database or a proxy's prefix:
 * where a ClickHouse answers without it, it is a database, unless it ends with a slash and one answers behind it.
 * @param otherwise the database where the target names none
 */
export async function remoteConnections(
  remote: RemoteSpec,
  signal: AbortSignal,
  otherwise?: string,
): Promise<readonly Connection[]> {
  const { unsurePath } = remote;
  const database = remote.database ?? otherwise;
  if (unsurePath === undefined) return connectionsTo(remote, remote.url, database);
  const bare = connectionTo(remote.url, remote, undefined);
  const behind = { ...bare, url: remote.url + unsurePath.prefix };
  const inOrder = unsurePath.slash ? [behind, bare] : [bare, behind];
  for (const connection of inOrder)
    if (await answers(connection, signal))
      return connection === bare
        ? connectionsTo(remote, remote.url, database)
        : connectionsTo(remote, behind.url, otherwise);
  return connectionsTo(remote, remote.url, database);
}

/** Whether a ClickHouse is there, be it one that refuses. */
async function answers(connection: Connection, signal: AbortSignal): Promise<boolean> {
  const client = connect(connection);
  try {
    await client.check({ signal });
    return true;
  } catch (error) {
    if (signal.aborted) throw error;
    return isServerError(error);
  } finally {
    await client.close();
  }
}

function connectionsTo(remote: RemoteSpec, url: string, database: string | undefined): readonly Connection[] {
  return [url, ...remote.replicas].map((one) => connectionTo(one, remote, database));
}

function connectionTo(
  url: string,
  { user, password, loginAdvice, tls }: RemoteSpec,
  database: string | undefined,
): Connection {
  return {
    ...{ url, user, password },
    ...(loginAdvice === undefined ? {} : { loginAdvice }),
    ...(database === undefined ? {} : { database }),
    ...(tls === undefined ? {} : { tls }),
  };
}
