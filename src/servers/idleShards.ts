import { z } from 'zod';
import { connect } from '../clickhouse/http/client.ts';
import { bounded } from '../clickhouse/http/control.ts';
import { countField } from '../clickhouse/http/rowShape.ts';
import type { LocalCluster } from '../clickhouse/local/localCluster.ts';
import { CLUSTER } from '../clickhouse/local/serverConfig.ts';
import type { Notice } from '../model/notice.ts';
import { shardsOf, type Topology } from '../model/topology.ts';
import { embeddedConnections } from './datasetBuild.ts';

/**
 * What to say where a dataset lies on some of the shards alone, mostly the first: queries then run there as on fewer servers, and a comparison says
 * nothing of the others. Undefined where all shards hold rows, or none does.
 * @param name of the target
 */
export async function idleShards(
  cluster: LocalCluster,
  topology: Topology,
  name: string,
  signal: AbortSignal,
): Promise<Notice | undefined> {
  const shards = shardsOf(topology);
  if (shards === 1) return undefined;
  const rows: number[] = [];
  for (const connection of embeddedConnections(cluster, undefined).slice(0, shards)) {
    const client = bounded(connect(connection), { signal });
    const [row] = await client.rows(ownRows, z.object({ total: countField })).finally(() => client.close());
    rows.push(row?.total ?? 0);
  }
  const idle = rows.filter((count) => count === 0).length;
  if (idle === 0 || idle === shards) return undefined;
  const text = `Of the ${shards} shards of ${name}, ${idle} ${idle === 1 ? 'holds' : 'hold'} no rows and ${idle === 1 ? 'does' : 'do'} no work: the scripts of the workload fill tables of other shards only through Distributed tables of the cluster ${CLUSTER}.`;
  return { code: 'idle-shards', level: 'caution', text };
}

const ownRows = `SELECT toString(ifNull(sum(total_rows), 0)) AS total FROM system.tables
  WHERE database NOT IN ('system', 'information_schema', 'INFORMATION_SCHEMA') AND engine != 'Distributed'`;
