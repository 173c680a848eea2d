import { checkSources } from '../app/permissions.ts';
import type { LocalRequest, LocalServer } from '../app/services.ts';
import { findWorkload } from '../app/workloadPath.ts';
import { interruptible, type World } from '../app/world.ts';
import { checkPorts } from '../clickhouse/local/fixedPorts.ts';
import { startEmbedded } from './embedded.ts';
import { localDescription } from './localDescription.ts';

/** Starts embedded servers for the user's own work, beside those that are measured on. */
export async function startLocal(request: LocalRequest, world: World): Promise<LocalServer> {
  const { nodes, ports, owner, say, data } = request;
  const workload = request.workload === undefined ? undefined : await findWorkload(request.workload, world.cwd);
  if (workload !== undefined) checkSources(workload, request.allowedSources);
  // Before anybody waits for a dataset.
  await checkPorts(ports, nodes);
  const cluster = await interruptible(world, (signal) =>
    startEmbedded(
      { nodes, workload, ports, owner, say, signal, ...(data === undefined ? { apart: true } : { dataDir: data }) },
      world,
    ),
  );
  cluster.revive(({ name }) =>
    world.warn(
      `${name} ended by itself and was started again: what is on disk is as it was, its query_log is new. A refused login over native TCP can cause that.`,
    ),
  );
  return {
    description: localDescription({
      version: cluster.version,
      clusterName: cluster.clusterName,
      nodes: cluster.nodes,
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
