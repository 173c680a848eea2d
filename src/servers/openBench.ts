import type { Bench, BenchRequest } from '../app/services.ts';
import type { World } from '../app/world.ts';
import type { Connection } from '../clickhouse/http/connection.ts';
import { instructionSettings } from '../clickhouse/target/hardwareCounters.ts';
import { createPool } from '../runner/workers/pool.ts';
import type { OpenArm } from './openArm.ts';
import { openArms } from './openArms.ts';
import { pulsesOf } from './pulses.ts';

/** Opens the servers of all arms, and threads that execute on them. */
export async function openBench(request: BenchRequest, world: World): Promise<Bench> {
  const { arms, told, close } = await openArms(request, world);
  try {
    const counted = await instructionsOf([...new Set(arms.values())]);
    const connections = Object.fromEntries([...arms].map(([arm, one]) => [arm, one.connections.map(counted)]));
    const pulses = new Map([...new Set(arms.values())].map((one) => [one, pulsesOf(one)]));
    const executor = createPool({ connections, concurrency: request.concurrency });
    return {
      ...told,
      executor,
      targets: Object.fromEntries([...arms].map(([arm, one]) => [arm, one.target])),
      pulses: Object.fromEntries([...arms].map(([arm, one]) => [arm, pulses.get(one) ?? []])),
      close: () => executor.close().finally(close),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Counting costs a little, so all arms do it or none. */
async function instructionsOf(arms: readonly OpenArm[]): Promise<(connection: Connection) => Connection> {
  for (const arm of arms) if (!(await arm.countsInstructions())) return (connection) => connection;
  return (connection) => ({ ...connection, always: { ...connection.always, ...instructionSettings } });
}
