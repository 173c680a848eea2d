import type { Services } from '../app/services.ts';
import { interruptible, type World } from '../app/world.ts';
import { connect } from '../clickhouse/http/client.ts';
import type { Connection } from '../clickhouse/http/connection.ts';
import { bounded } from '../clickhouse/http/control.ts';
import { examine } from '../clickhouse/target/doctorChecks.ts';
import { examinePassage } from '../clickhouse/target/passage.ts';
import { referencePairs } from '../clickhouse/target/referencePairs.ts';
import { UserError } from '../model/errors.ts';
import type { Examined } from '../model/serverAnswers.ts';
import type { TargetSpec } from '../model/targetSpec.ts';
import { embeddedConnections } from './datasetBuild.ts';
import { startEmbedded } from './embedded.ts';
import { remoteConnections } from './targetAddress.ts';

/** Asks a target, each replica of it, whether it can be measured. */
export async function examineTarget(target: TargetSpec, world: World): ReturnType<Services['examine']> {
  const say = (text: string): void => world.warn(text);
  return interruptible(world, async (signal) => {
    if (target.kind === 'remote') {
      const connections = await remoteConnections(target, signal);
      const [only] = connections;
      if (only !== undefined && connections.length === 1) return [await examineAt(only, target.cluster, world, signal)];
      return examineReplicas(connections, target.cluster, world, signal);
    }
    const cluster = await startEmbedded({ ...target, workload: undefined, say, signal }, world);
    try {
      const [connection] = embeddedConnections(cluster, undefined);
      if (connection === undefined) throw new Error('a cluster has a node');
      return [await examineAt(connection, target.nodes > 1 ? cluster.clusterName : undefined, world, signal)];
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
): Promise<Examined> {
  const control = bounded(connect(connection), { signal });
  try {
    await control.check();
    const passage = await examinePassage(connection, freshConnections, [], signal);
    const checks = await examine(control, world.now, cluster, passage);
    return { checks, reference: await referencePairs(control, signal, world.now) };
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
  const examined: Examined[] = [];
  for (const connection of connections) {
    const replica = connection.url;
    try {
      examined.push({ replica, ...(await examineAt(connection, cluster, world, signal)) });
    } catch (error) {
      if (!(error instanceof UserError) || error.kind === 'interrupted') throw error;
      const { message, fix } = error;
      examined.push({ replica, checks: [{ name: 'connection', state: 'missing', detail: message, fix }] });
    }
  }
  return examined;
}
