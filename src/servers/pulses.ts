import type { Connection } from '../clickhouse/http/connection.ts';
import { heartbeat } from '../clickhouse/http/heartbeat.ts';
import type { Pulse } from '../runner/stalls/stallWatch.ts';
import type { OpenArm } from './openArm.ts';

/** The pulses of an arm's servers, by the replica that a session runs on; hosts of a cluster are needed in each session. */
export function pulsesOf({ connections, hosts = [], target }: OpenArm): readonly (readonly Pulse[])[] {
  const isOne = connections.length + hosts.length === 1;
  const pulse = (connection: Connection): Pulse => ({
    server: isOne ? target.name : `${target.name} (${connection.url})`,
    ...heartbeat(connection),
  });
  const everywhere = hosts.map(pulse);
  return connections.map((connection) => [pulse(connection), ...everywhere]);
}
