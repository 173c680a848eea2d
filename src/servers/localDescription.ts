import { nodesOfShard, placeOf, replicasOf, type Topology } from '../model/topology.ts';

/** What is told of servers in the foreground. */
export interface LocalFacts {
  readonly version: string;
  readonly clusterName: string;
  readonly nodes: readonly { readonly name: string; readonly url: string; readonly tcpPort: number }[];
  /** Of each shard; absent: 1. */
  readonly replicas?: number;
  /** Whether clients can use the native protocol. */
  readonly isNative: boolean;
  readonly user: string;
  /** Absent where the user has set it, and it is nobody else's to read. */
  readonly password: string | undefined;
  readonly database: string | undefined;
  /** Whether the addresses are the same at the next start. */
  readonly isFixed: boolean;
}

/** Where the user's own password comes from. */
export const localPasswordVariable = 'HOGBENCH_LOCAL_PASSWORD';

/** How to connect to servers in the foreground, in lines that can be pasted. */
export function localDescription(facts: LocalFacts): string {
  const { nodes, user, password, database } = facts;
  const first = nodes[0] ?? { url: '', tcpPort: 0 };
  const width = Math.max(...nodes.map(({ url }) => url.length));
  const addresses = nodes.map(
    ({ name, url, tcpPort }, index) =>
      `  ${name}  ${facts.isNative ? `${url.padEnd(width)}  native TCP 127.0.0.1:${tcpPort}` : url}${placeText({ ...facts, nodes: nodes.length }, index)}`,
  );
  const known = password === undefined ? `from ${localPasswordVariable}` : `${password} (new at every start)`;
  const value = password ?? `"$${localPasswordVariable}"`;
  const host = first.url.replace('http://', '');
  return [
    `ClickHouse ${facts.version}, cluster "${facts.clusterName}"`,
    ...addresses,
    `  user ${user}, password ${known}`,
    'Use it from another terminal:',
    `  HOGBENCH_PASSWORD=${value} npx hogbench doctor --target http://${user}@${host}`,
    ...(facts.isNative
      ? [
          `  clickhouse-client --host 127.0.0.1 --port ${first.tcpPort} --user ${user} --password=${value}${database === undefined ? '' : ` --database ${database}`}`,
        ]
      : []),
    ...(facts.isFixed && password === undefined ? configLines(facts) : []),
    'Ctrl-C stops it.',
    '',
  ].join('\n');
}

/** Every node is a shard where nothing else is said. */
function placeText(topology: Topology, index: number): string {
  if (replicasOf(topology) === 1) return '';
  const { shard, replica } = placeOf(topology, index);
  return `  shard ${shard + 1}, replica ${replica + 1}`;
}

/** A target of this name can be used at every start. */
function configLines(facts: LocalFacts): readonly string[] {
  const { user, database, clusterName, nodes, replicas = 1 } = facts;
  const topology = { nodes: nodes.length, replicas };
  const [url, ...others] = nodesOfShard(topology, 0).flatMap((node) => nodes[node]?.url ?? []);
  return [
    'Or by name, with --config hogbench.config.yaml --target local:',
    '  targets:',
    '    local:',
    `      url: ${url}`,
    `      user: ${user}`,
    `      password: \${${localPasswordVariable}}`,
    ...(replicas === 1 ? [] : [`      cluster: ${clusterName}`, `      replicas: [${others.join(', ')}]`]),
    ...(database === undefined ? [] : [`      database: ${database}`]),
  ];
}
