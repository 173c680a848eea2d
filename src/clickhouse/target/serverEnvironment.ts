import { arch, cpus, platform, release } from 'node:os';
import { z } from 'zod';
import type { Environment } from '../../model/environment.ts';
import { stringLiteral } from '../../sql/literals.ts';
import type { Control } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import { countField, nameField, settingRow } from '../http/rowShape.ts';

const serverRow = z.object({
  version: nameField,
  build: nameField,
  host: nameField,
  uptime: countField,
  threads: nameField,
});

/** All of an environment that one server and this machine tell, without the dataset. */
export async function describeServer(
  control: Control,
  target: { readonly name: string; readonly cluster?: string },
  hogbenchVersion: string,
): Promise<Omit<Environment, 'dataset'>> {
  const [server] = await control.rows(
    `SELECT version() AS version, buildId() AS build, hostName() AS host, toString(uptime()) AS uptime,
            (SELECT value FROM system.settings WHERE name = 'max_threads') AS threads`,
    serverRow,
  );
  const settings = await control.rows(
    'SELECT name, value FROM system.settings WHERE changed ORDER BY name',
    settingRow,
    { unguarded: true },
  );
  const processors = cpus();
  const serverId = await serverIdentity(control);
  return {
    target: target.name,
    serverVersion: server?.version ?? 'unknown',
    serverBuild: server?.build ?? 'unknown',
    serverHost: server?.host ?? 'unknown',
    serverCores: coresOf(server?.threads),
    serverMemoryBytes: await serverMemory(control),
    serverUptimeSeconds: server?.uptime ?? null,
    serverHosts: await hostCount(control, target.cluster),
    changedSettings: Object.fromEntries(settings.map((one) => [one.name, one.value])),
    clientPlatform: `${platform()} ${release()} ${arch()}`,
    clientNode: process.version,
    clientCpu: processors[0]?.model.trim() ?? 'unknown',
    clientCores: processors.length,
    hogbenchVersion,
    ...(serverId === undefined ? {} : { serverId }),
  };
}

/** The same for every address of one server process; undefined where a server is too old to tell. */
export async function serverIdentity(control: Control): Promise<string | undefined> {
  try {
    const [row] = await control.rows(
      "SELECT concat(hostName(), ':', toString(tcpPort()), ' ', toString(serverUUID())) AS id",
      z.object({ id: nameField }),
    );
    return row?.id;
  } catch (error) {
    if (isServerError(error)) return undefined;
    throw error;
  }
}

/** `auto(16)` or `16`: the default of max_threads is the number of cores the server may use. */
function coresOf(threads: string | undefined): number | null {
  const digits = threads?.match(/\d+/)?.[0];
  return digits === undefined ? null : Number(digits);
}

async function serverMemory(control: Control): Promise<number | null> {
  try {
    const [row] = await control.rows(
      "SELECT toString(toUInt64(value)) AS bytes FROM system.asynchronous_metrics WHERE metric = 'OSMemoryTotal'",
      z.object({ bytes: countField }),
    );
    return row === undefined ? null : row.bytes;
  } catch {
    return null;
  }
}

async function hostCount(control: Control, cluster: string | undefined): Promise<number> {
  if (cluster === undefined) return 1;
  try {
    const [row] = await control.rows(
      `SELECT toString(uniqExact(host_name, port)) AS hosts FROM system.clusters WHERE cluster = ${stringLiteral(cluster)}`,
      z.object({ hosts: countField }),
    );
    return Math.max(1, row?.hosts ?? 1);
  } catch (error) {
    // Not every user may look into system.clusters.
    if (isServerError(error)) return 1;
    throw error;
  }
}
