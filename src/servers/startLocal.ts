import { checkSources } from '../app/permissions.ts';
import type { LocalRequest, LocalServer } from '../app/services.ts';
import { findWorkload } from '../app/workloadPath.ts';
import { interruptible, type World } from '../app/world.ts';
import { startEmbedded } from './embedded.ts';

/** Starts embedded servers for the user's own work. */
export async function startLocal(request: LocalRequest, world: World): Promise<LocalServer> {
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
