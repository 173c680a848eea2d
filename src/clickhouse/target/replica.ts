import { z } from 'zod';
import type { Replica } from '../../model/environment.ts';
import type { Control } from '../http/control.ts';
import { nameField } from '../http/rowShape.ts';
import { fingerprintTables, type Statement } from './dataset.ts';
import { serverIdentity } from './environment.ts';

/** What is recorded of one of several servers: who it is, and how much data it holds. */
export async function describeReplica(
  control: Control,
  admin: Control,
  url: string,
  statements: readonly Statement[],
  cluster: string | undefined,
): Promise<Replica> {
  const [server] = await admin.rows(
    'SELECT version() AS version, hostName() AS host',
    z.object({ version: nameField, host: nameField }),
  );
  const serverId = await serverIdentity(admin);
  const tables = await fingerprintTables(control, admin, statements, cluster);
  return {
    url,
    host: server?.host ?? 'unknown',
    version: server?.version ?? 'unknown',
    ...(serverId === undefined ? {} : { serverId }),
    rows: Object.fromEntries(tables.map((one) => [`${one.database}.${one.table}`, one.rows])),
  };
}
