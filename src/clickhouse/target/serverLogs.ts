import { identifier, stringLiteral } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';

/**
 * Makes every host write a log of its own, query_log unless another is named. Resolves to false when that is not permitted, or when hosts of the
 * cluster remain that could not be told: then the rows come when those servers flush by themselves.
 */
export async function flushLogs(
  control: Control,
  hosts: readonly Control[],
  cluster: string | undefined,
  log: 'query_log' | 'processors_profile_log' | 'part_log' = 'query_log',
): Promise<boolean> {
  const direct = await Promise.all((hosts.length > 0 ? hosts : [control]).map((host) => flushHost(host, log)));
  if (!direct.every(Boolean)) return false;
  if (cluster === undefined || hosts.length > 1) return true;
  return tryCommand(control, `SYSTEM FLUSH LOGS ON CLUSTER ${identifier(cluster)}`);
}

/** Servers before 24.x know no `FLUSH LOGS name`. */
async function flushHost(host: Control, log: string): Promise<boolean> {
  return (await tryCommand(host, `SYSTEM FLUSH LOGS ${log}`)) || tryCommand(host, 'SYSTEM FLUSH LOGS');
}

async function tryCommand(control: Control, sql: string): Promise<boolean> {
  try {
    await control.command(sql);
    return true;
  } catch (error) {
    if (isServerError(error)) return false;
    throw error;
  }
}

/** A table of `system` on one replica of each shard of a cluster; of the server that is asked where there is none. */
export function everyShard(table: string, cluster: string | undefined): string {
  return cluster === undefined ? table : `cluster(${stringLiteral(cluster)}, ${table})`;
}

/** A table of `system` on every replica of a cluster; of the server that is asked where there is none. */
export function everyReplica(table: string, cluster: string | undefined): string {
  return cluster === undefined ? table : `clusterAllReplicas(${stringLiteral(cluster)}, ${table})`;
}
