import type { Replica } from '../../model/environment.ts';
import type { Evidence } from '../../model/serverFacts.ts';
import type { Bounds } from '../../runner/target.ts';
import { pause } from '../../runner/waiting.ts';
import { bounded, type Client, type Control } from '../http/control.ts';
import { describeReplica } from './dataset.ts';
import { collectEvidence } from './queryLog.ts';
import { flushLogs } from './serverLogs.ts';
import type { Statement } from './statementTables.ts';

export interface WriteChoice {
  /** Nobody else can be using the server, so that all scratch databases on it are left over. */
  readonly exclusive: boolean;
}

export interface TargetServer {
  readonly url: string;
  /** Carries the statements of cases, and all that is asked about them. */
  readonly control: Control & Pick<Client, 'stream'>;
  /** Reads and does what is our own: logs, what the server is, what runs left behind. Absent: the one of cases. */
  readonly admin?: Control;
  /** One connection a host, where every host can be reached; its log is flushed there. */
  readonly hosts: readonly Control[];
}

/** For users who may not flush: longer than the server's own flush interval of 7.5 s, and on a cluster than two. */
const patienceMs = { server: 10_000, cluster: 20_000 } as const;

/** Evidence of executions: asks one server after the other for what is not found yet. */
export async function collectFrom(
  servers: readonly TargetServer[],
  queryIds: readonly string[],
  cluster: string | undefined,
  bounds: Bounds,
): Promise<ReadonlyMap<string, Evidence>> {
  const found = new Map<string, Evidence>();
  for (const server of servers) {
    const control = bounded(server.admin ?? server.control, bounds);
    const hosts = server.hosts.map((host) => bounded(host, bounds));
    const missing = queryIds.filter((id) => found.get(id)?.kind !== 'facts');
    const source = {
      control,
      ...(cluster === undefined ? {} : { cluster }),
      flush: () => flushLogs(control, hosts, cluster),
      patienceMs: cluster === undefined ? patienceMs.server : patienceMs.cluster,
      pause: (ms: number) => pause(ms, bounds.signal),
    };
    for (const [id, evidence] of await collectEvidence(source, missing)) found.set(id, evidence);
  }
  return found;
}

/** What is recorded of each of several servers. */
export async function describeReplicas(
  servers: readonly TargetServer[],
  statements: readonly Statement[],
  cluster: string | undefined,
): Promise<readonly Replica[]> {
  return Promise.all(
    servers.map(({ control, admin = control, url }) => describeReplica(control, admin, url, statements, cluster)),
  );
}
