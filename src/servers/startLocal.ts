import { checkSources } from '../app/permissions.ts';
import type { LocalRequest, LocalServer } from '../app/services.ts';
import { findWorkload } from '../app/workloadPath.ts';
import { interruptible, type World } from '../app/world.ts';
import { checkPorts } from '../clickhouse/local/fixedPorts.ts';
import { startEmbedded } from './embedded.ts';
import { idleShards } from './idleShards.ts';
import { localDescription } from './localDescription.ts';

/** Starts embedded servers for the user's own work, beside those that are measured on. */
export async function startLocal(request: LocalRequest, world: World): Promise<LocalServer> {
  const { nodes, replicas = 1, ports, owner, say, data } = request;
  const topology = { nodes, replicas };
  const workload = request.workload === undefined ? undefined : await findWorkload(request.workload, world.cwd);
  if (workload !== undefined) checkSources(workload, request.allowedSources);
  // Before anybody waits for a dataset.
  await checkPorts(ports, nodes);
  const place = data === undefined ? ({ apart: true } as const) : { dataDir: data };
  const cluster = await interruptible(world, async (signal) => {
    const started = await startEmbedded({ ...topology, workload, ports, owner, say, signal, ...place }, world);
    const idle = await idleShards(started, topology, 'the cluster', signal).catch(async (error: unknown) => {
      await started.stop();
      throw error;
    });
    if (idle !== undefined) world.warn(idle.text);
    return started;
  });
  cluster.revive(({ name }, reason) =>
    world.warn(
      `${name} ended by itself and was started again: what is on disk is as it was, its query_log is new. A login over native TCP that is refused or broken off can cause that. ${reason.message}`,
    ),
  );
  return {
    description: localDescription({
      version: cluster.version,
      clusterName: cluster.clusterName,
      nodes: cluster.nodes,
      replicas,
      isNative: nodes > 1 || ports.tcp !== undefined,
      user: owner?.user ?? cluster.user,
      password: owner === undefined ? cluster.password : undefined,
      database: workload?.database,
      isFixed: ports.http !== undefined,
    }),
    failure: cluster.failure,
    stop: () => cluster.stop(),
  };
}
