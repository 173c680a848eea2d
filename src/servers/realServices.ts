import { armKey } from '../app/oneDataset.ts';
import { checkSources } from '../app/permissions.ts';
import type { Bench, BenchRequest, LocalRequest, LocalServer, Services } from '../app/services.ts';
import { findWorkload } from '../app/workloadPath.ts';
import { interruptible, type World } from '../app/world.ts';
import { connect } from '../clickhouse/http/client.ts';
import type { Connection } from '../clickhouse/http/connection.ts';
import { bounded } from '../clickhouse/http/control.ts';
import { examine } from '../clickhouse/target/doctorChecks.ts';
import { examinePassage } from '../clickhouse/target/passage.ts';
import type { ArmName } from '../model/arm.ts';
import { UserError } from '../model/errors.ts';
import type { Check } from '../model/serverAnswers.ts';
import type { TargetSpec } from '../model/targetSpec.ts';
import { createPool } from '../runner/workers/pool.ts';
import { embeddedConnections, startEmbedded } from './embedded.ts';
import { judge } from './judgeStatements.ts';
import { type Clusters, type OpenArm, openArm } from './openArm.ts';
import { openLog } from './openLog.ts';
import { pulsesOf } from './pulses.ts';
import { remoteConnections } from './targetAddress.ts';

/** The services that reach real servers. */
export const realServices: Services = { openBench, examine: examineTarget, judge, startLocal, openLog };

async function openBench(request: BenchRequest, world: World): Promise<Bench> {
  const opened = new Map<string, OpenArm>();
  const clusters: Clusters = new Map();
  const closeAll = async (): Promise<void> => {
    await Promise.allSettled([...opened.values()].map((one) => one.target.close()));
    await Promise.allSettled([...clusters.values()].map(async (cluster) => (await cluster).stop()));
  };
  try {
    const arms = new Map<ArmName, OpenArm>();
    for (const spec of request.arms) {
      const key = armKey(spec);
      const arm = opened.get(key) ?? (await openArm(spec, request, clusters, world));
      opened.set(key, arm);
      arms.set(spec.arm, arm);
    }
    const connections = Object.fromEntries([...arms].map(([arm, one]) => [arm, one.connections]));
    const pulses = new Map([...new Set(arms.values())].map((one) => [one, pulsesOf(one)]));
    const executor = createPool({ connections, concurrency: request.concurrency });
    return {
      executor,
      targets: Object.fromEntries([...arms].map(([arm, one]) => [arm, one.target])),
      pulses: Object.fromEntries([...arms].map(([arm, one]) => [arm, pulses.get(one) ?? []])),
      close: () => executor.close().finally(closeAll),
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function examineTarget(target: TargetSpec, world: World): ReturnType<Services['examine']> {
  const say = (text: string): void => world.warn(text);
  return interruptible(world, async (signal) => {
    if (target.kind === 'remote') {
      const connections = await remoteConnections(target, signal);
      const [only] = connections;
      if (only !== undefined && connections.length === 1) return examineAt(only, target.cluster, world, signal);
      return examineReplicas(connections, target.cluster, world, signal);
    }
    const { nodes } = target;
    const cluster = await startEmbedded({ nodes, workload: undefined, say, signal }, world);
    try {
      const [connection] = embeddedConnections(cluster, undefined);
      if (connection === undefined) throw new Error('a cluster has a node');
      return await examineAt(connection, nodes > 1 ? cluster.clusterName : undefined, world, signal);
    } finally {
      await cluster.stop();
    }
  });
}

/** More than a run opens for its own check: nobody waits for a doctor's second look. */
const freshConnections = 12;

async function examineAt(
  connection: Connection,
  cluster: string | undefined,
  world: World,
  signal: AbortSignal,
): ReturnType<Services['examine']> {
  const control = bounded(connect(connection), { signal });
  try {
    await control.check();
    return await examine(control, world.now, cluster, await examinePassage(connection, freshConnections, [], signal));
  } finally {
    await control.close();
  }
}

/** Each replica's checks; one that cannot be reached is an answer too, and the others are still asked. */
async function examineReplicas(
  connections: readonly Connection[],
  cluster: string | undefined,
  world: World,
  signal: AbortSignal,
): ReturnType<Services['examine']> {
  const checks: Check[] = [];
  for (const connection of connections) {
    const replica = connection.url;
    try {
      checks.push(...(await examineAt(connection, cluster, world, signal)).map((one) => ({ ...one, replica })));
    } catch (error) {
      if (!(error instanceof UserError) || error.kind === 'interrupted') throw error;
      checks.push({ name: 'connection', state: 'missing', detail: error.message, fix: error.fix, replica });
    }
  }
  return checks;
}

async function startLocal(request: LocalRequest, world: World): Promise<LocalServer> {
  const { nodes, say, data } = request;
  const workload = request.workload === undefined ? undefined : await findWorkload(request.workload, world.cwd);
  if (workload !== undefined) checkSources(workload, request.allowedSources);
  const cluster = await interruptible(world, (signal) =>
    startEmbedded({ nodes, workload, say, signal, ...(data === undefined ? {} : { dataDir: data }) }, world),
  );
  const addresses = cluster.nodes.map(
    (node) => `  ${node.name}  ${node.url}${nodes > 1 ? `  native TCP 127.0.0.1:${node.tcpPort}` : ''}\n`,
  );
  const first = cluster.nodes[0]?.url ?? '';
  return {
    description: [
      `ClickHouse ${cluster.version}, cluster "${cluster.clusterName}"\n`,
      ...addresses,
      `  user ${cluster.user}, password ${cluster.password} (new at every start)\n`,
      'Use it from another terminal:\n',
      `  HOGBENCH_PASSWORD=${cluster.password} npx hogbench doctor --target http://${cluster.user}@${first.replace('http://', '')}\n`,
      'Ctrl-C stops it.\n',
    ].join(''),
    failure: cluster.failure,
    stop: () => cluster.stop(),
  };
}
