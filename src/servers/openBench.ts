import { armKey } from '../app/oneDataset.ts';
import type { Bench, BenchRequest } from '../app/services.ts';
import type { World } from '../app/world.ts';
import type { Connection } from '../clickhouse/http/connection.ts';
import { instructionSettings } from '../clickhouse/target/hardwareCounters.ts';
import type { ArmName } from '../model/arm.ts';
import { createPool } from '../runner/workers/pool.ts';
import { type Clusters, type OpenArm, openArm } from './openArm.ts';
import { pulsesOf } from './pulses.ts';

/** Opens the servers of all arms; two arms with one dataset share one. */
export async function openBench(request: BenchRequest, world: World): Promise<Bench> {
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
    const counted = await instructionsOf([...opened.values()]);
    const connections = Object.fromEntries([...arms].map(([arm, one]) => [arm, one.connections.map(counted)]));
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

/** Counting costs a little, so all arms do it or none. */
async function instructionsOf(arms: readonly OpenArm[]): Promise<(connection: Connection) => Connection> {
  for (const arm of arms) if (!(await arm.countsInstructions())) return (connection) => connection;
  return (connection) => ({ ...connection, always: { ...connection.always, ...instructionSettings } });
}
