import { connect } from '../clickhouse/client.ts';
import type { Connection } from '../clickhouse/connection.ts';
import { examine } from '../clickhouse/doctor.ts';
import { runSetup } from '../clickhouse/setup.ts';
import { UserError } from '../model/errors.ts';
import type { ArmName } from '../model/run.ts';
import { clickhouseTarget } from '../runner/clickhouseTarget.ts';
import type { Target } from '../runner/executor.ts';
import { createPool } from '../runner/pool.ts';
import { embeddedConnections, quietMerges, startEmbedded } from './embedded.ts';
import type { Io } from './io.ts';
import type { ArmSpec, Bench, BenchRequest, LocalRequest, LocalServer, Services } from './services.ts';
import type { TargetSpec } from './targetSpec.ts';
import { hogbenchVersion } from './version.ts';
import { findWorkload } from './workloadPath.ts';

/** The services that reach real servers. */
export const realServices: Services = { openBench, examine: examineTarget, startLocal };

interface OpenArm {
  readonly connection: Connection;
  readonly target: Target;
}

async function openBench(request: BenchRequest, io: Io): Promise<Bench> {
  const opened = new Map<string, OpenArm>();
  const closeAll = async (): Promise<void> => {
    await Promise.allSettled([...opened.values()].map((one) => one.target.close()));
  };
  try {
    const arms = new Map<ArmName, OpenArm>();
    for (const spec of request.arms) {
      const key = serverKey(spec);
      const arm = opened.get(key) ?? (await openArm(spec, request, io));
      opened.set(key, arm);
      arms.set(spec.arm, arm);
    }
    const [first] = arms.values();
    if (first === undefined) throw new Error('a bench needs an arm');
    const executor = createPool({
      connections: {
        baseline: (arms.get('baseline') ?? first).connection,
        candidate: (arms.get('candidate') ?? first).connection,
      },
      concurrency: request.concurrency,
    });
    return {
      executor,
      targets: Object.fromEntries([...arms].map(([arm, one]) => [arm, one.target])),
      async close() {
        await executor.close();
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Arms with the same key share a server: the same place, the same database, and the same dataset in it. */
function serverKey(spec: ArmSpec): string {
  const { target, workload } = spec;
  const dataset = target.kind === 'embedded' ? workload.setup.map((one) => one.statements.map((each) => each.sql)) : [];
  return JSON.stringify([target, workload.database, dataset]);
}

function openArm(spec: ArmSpec, request: BenchRequest, io: Io): Promise<OpenArm> {
  return spec.target.kind === 'embedded' ? openEmbedded(spec, request, io) : openRemote(spec, spec.target, request);
}

async function openEmbedded(spec: ArmSpec, request: BenchRequest, io: Io): Promise<OpenArm> {
  const { target, workload } = spec;
  const nodes = target.kind === 'embedded' ? target.nodes : 1;
  const cluster = await startEmbedded({ nodes, workload, say: request.say, signal: request.signal }, io);
  const connections = embeddedConnections(cluster, workload.database);
  const clients = connections.map((connection) => connect(connection));
  const [control] = clients;
  const [connection] = connections;
  if (control === undefined || connection === undefined) throw new Error('a cluster has a node');
  return {
    connection,
    target: clickhouseTarget({
      name: target.name,
      control,
      hosts: clients,
      hogbenchVersion,
      ...(nodes > 1 ? { cluster: cluster.clusterName } : {}),
      async restart() {
        await cluster.restart();
        await quietMerges(cluster);
      },
      async close() {
        await Promise.all(clients.map((client) => client.close()));
        await cluster.stop();
      },
    }),
  };
}

type RemoteSpec = Extract<TargetSpec, { kind: 'remote' }>;

async function openRemote(spec: ArmSpec, remote: RemoteSpec, request: BenchRequest): Promise<OpenArm> {
  const database = remote.database ?? spec.workload.database;
  const connection = remoteConnection(remote, database);
  const control = connect(connection);
  try {
    if (request.setup) await setUp(spec, remote, request);
    request.say(`connecting to ${remote.name}`);
    await control.rows('SELECT 1');
  } catch (error) {
    await control.close();
    throw error;
  }
  const cluster = remote.cluster === undefined ? {} : { cluster: remote.cluster };
  return {
    connection,
    target: clickhouseTarget({
      name: remote.name,
      control,
      hosts: [control],
      hogbenchVersion,
      ...cluster,
      close: () => control.close(),
    }),
  };
}

async function setUp(spec: ArmSpec, remote: RemoteSpec, request: BenchRequest): Promise<void> {
  if (!remote.allowSetup)
    throw new UserError(
      'usage',
      `target ${remote.name} does not allow setup scripts to be run on it`,
      'Leave out --setup, or write allow_setup: true for this target in hogbench.config.yaml.',
    );
  const client = connect(remoteConnection(remote, remote.database));
  try {
    await runSetup(client, spec.workload.setup, (done, total) =>
      request.say(`setting up ${spec.workload.name} on ${remote.name}: ${done} of ${total} steps`),
    );
  } finally {
    await client.close();
  }
}

function remoteConnection(remote: RemoteSpec, database: string | undefined): Connection {
  const { url, user, password } = remote;
  return { url, user, password, ...(database === undefined ? {} : { database }) };
}

async function examineTarget(target: TargetSpec, io: Io): ReturnType<Services['examine']> {
  if (target.kind === 'remote') return examineAt(remoteConnection(target, target.database), io);
  const cluster = await startEmbedded(
    { nodes: target.nodes, workload: undefined, say: (text) => io.stderr(`${text}\n`) },
    io,
  );
  try {
    const [connection] = embeddedConnections(cluster, undefined);
    return connection === undefined ? [] : await examineAt(connection, io);
  } finally {
    await cluster.stop();
  }
}

async function examineAt(connection: Connection, io: Io): ReturnType<Services['examine']> {
  const control = connect(connection);
  return examine(control, io.now).finally(() => control.close());
}

async function startLocal(request: LocalRequest, io: Io): Promise<LocalServer> {
  const workload = request.workload === undefined ? undefined : await findWorkload(request.workload, io.cwd);
  const cluster = await startEmbedded(
    {
      nodes: request.nodes,
      workload,
      say: request.say,
      ...(request.data === undefined ? {} : { dataDir: request.data }),
    },
    io,
  );
  const nodes = cluster.nodes.map((node) => `  ${node.name}  ${node.url}  native TCP 127.0.0.1:${node.tcpPort}\n`);
  const first = cluster.nodes[0]?.url ?? '';
  return {
    description: [
      `ClickHouse ${cluster.version}, cluster "${cluster.clusterName}"\n`,
      ...nodes,
      `  user ${cluster.user}, password ${cluster.password} (new at every start)\n`,
      'Use it from another terminal:\n',
      `  HOGBENCH_PASSWORD=${cluster.password} npx hogbench doctor --target http://${cluster.user}@${first.replace('http://', '')}\n`,
      'Ctrl-C stops it.\n',
    ].join(''),
    failure: cluster.failure,
    stop: () => cluster.stop(),
  };
}
