import { nodesOfShard, placeOf, shardsOf, type Topology } from '../../model/topology.ts';
import { type XmlNode, xmlDocument } from './xmlText.ts';

/** One server of a cluster, as the others see it. */
interface NodeAddress {
  readonly name: string;
  readonly tcpPort: number;
}

/** What the configuration of one server depends on. */
export interface ServerConfig {
  readonly nodes: readonly NodeAddress[];
  /** Of each shard; absent: 1. */
  readonly replicas?: number;
  /** Which of the nodes this is. */
  readonly index: number;
  readonly user: string;
  readonly password: string;
  /** Known to the nodes only: a distributed query then runs on the other shards as the user who sent it. */
  readonly clusterSecret: string;
  readonly memoryLimitBytes: number;
  /** Threads that all queries together may have; absent: any number. */
  readonly threads?: number;
}

/** Every shard with all of its replicas: what Distributed tables and `clusterAllReplicas` use. */
export const CLUSTER = 'hogbench';
/** Every node a replica of one shard; there with two nodes and more. */
const REPLICAS_CLUSTER = 'hogbench_replicas';

const MEBIBYTE = 1024 * 1024;

/**
 * The configuration file of one embedded server, in ClickHouse's XML. Logs are only those evidence is
 * read from: a log that is not named does not exist.
 */
export function configText(config: ServerConfig): string {
  const own = config.nodes[config.index];
  const { shard } = placeOf(topologyOf(config), config.index);
  return xmlDocument({
    timezone: 'UTC',
    users_config: 'users.xml',
    max_server_memory_usage: config.memoryLimitBytes,
    max_concurrent_queries: 1000,
    ...(config.threads === undefined ? {} : { concurrent_threads_soft_limit_num: config.threads }),
    mark_cache_size: 128 * MEBIBYTE,
    uncompressed_cache_size: 16 * MEBIBYTE,
    query_log: { database: 'system', table: 'query_log', flush_interval_milliseconds: 1000 },
    processors_profile_log: {
      database: 'system',
      table: 'processors_profile_log',
      flush_interval_milliseconds: 1000,
    },
    part_log: { database: 'system', table: 'part_log', flush_interval_milliseconds: 1000 },
    macros: { cluster: CLUSTER, shard: String(shard + 1), replica: own?.name ?? '' },
    // What a GRANT does not name is not granted.
    access_control_improvements: {
      select_from_system_db_requires_grant: 'true',
      select_from_information_schema_requires_grant: 'true',
      table_engines_require_grant: 'true',
      on_cluster_queries_require_cluster_grant: 'true',
      users_without_row_policies_can_read_rows: 'true',
    },
    remote_servers: clusters(config),
  });
}

function clusters(config: ServerConfig): Readonly<Record<string, XmlNode>> {
  const replicas = config.nodes.map((node) => ({
    host: '127.0.0.1',
    port: node.tcpPort,
    user: config.user,
    password: config.password,
  }));
  const secret = config.clusterSecret;
  const topology = topologyOf(config);
  const shards = Array.from({ length: shardsOf(topology) }, (_, shard) =>
    nodesOfShard(topology, shard).flatMap((node) => replicas[node] ?? []),
  );
  // Without a keeper nothing copies rows between replicas: an insert through a Distributed table goes to each of them.
  const sharded = { secret, shard: shards.map((replica) => ({ replica })) };
  if (replicas.length < 2) return { [CLUSTER]: sharded };
  return { [CLUSTER]: sharded, [REPLICAS_CLUSTER]: { secret, shard: [{ replica: replicas }] } };
}

function topologyOf({ nodes, replicas = 1 }: ServerConfig): Topology {
  return { nodes: nodes.length, replicas };
}
