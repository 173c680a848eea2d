import { z } from 'zod';
import type { Control } from '../http/control.ts';
import { deadlines } from '../http/deadlines.ts';
import { everyReplica } from './serverLogs.ts';

const told = z.object({ host: z.string(), seconds: z.coerce.number() });

/**
 * How long a server has been up, and what it calls its host; of a cluster, every server of it, since several may answer at one address.
 * Resolves to undefined where it does not tell; never rejects.
 */
export async function serverUptimes(
  control: Control,
  cluster: string | undefined,
): Promise<readonly ({ readonly host: string; readonly seconds: number } | undefined)[]> {
  const sql = `SELECT hostName() AS host, uptime() AS seconds FROM ${everyReplica('system.one', cluster)} ORDER BY host, seconds`;
  return control.rows(sql, told, { timeoutMs: deadlines.kill, cleanUp: true }).catch(() => [undefined]);
}
