import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/clickhouse/http/client.ts';
import type { Client } from '../../src/clickhouse/http/control.ts';
import type { LocalCluster } from '../../src/clickhouse/local/localCluster.ts';
import { startLocalCluster } from '../../src/clickhouse/local/startLocalCluster.ts';

/** An embedded server of one test file, with its data in a folder of its own. */
export interface OwnServer {
  readonly cluster: LocalCluster;
  readonly url: string;
  readonly folder: string;
  /** As the server's administrator. */
  readonly client: Client;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

export async function ownServer(): Promise<OwnServer> {
  const folder = await mkdtemp(join(tmpdir(), 'hogbench-server-'));
  const removed = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const cluster = await startLocalCluster({ nodes: 1, dataDir: folder }).catch(async (error: unknown) => {
    await removed();
    throw error;
  });
  const { user, password, nodes } = cluster;
  const url = nodes[0]?.url ?? '';
  const client = connect({ url, user, password });
  return {
    ...{ cluster, url, folder, client },
    stop: async () => {
      await client.close();
      await cluster.stop();
      await removed();
    },
  };
}
