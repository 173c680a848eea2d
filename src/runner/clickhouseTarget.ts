import { knownOf, readingSettings } from '../clickhouse/answer/readingSettings.ts';
import type { Client } from '../clickhouse/client.ts';
import type { Control } from '../clickhouse/control.ts';
import { fingerprintTables, type Statement } from '../clickhouse/dataset.ts';
import { resultDigest } from '../clickhouse/digest.ts';
import { describeServer } from '../clickhouse/environment.ts';
import { explainStatement, knownPlanningSettings } from '../clickhouse/explain.ts';
import { flushLogs } from '../clickhouse/flush.ts';
import { checkSettings } from '../clickhouse/knownSettings.ts';
import { missingTable } from '../clickhouse/missingTable.ts';
import { profileStatement } from '../clickhouse/processorsLog.ts';
import { collectEvidence } from '../clickhouse/queryLog.ts';
import { describeReplica } from '../clickhouse/replica.ts';
import { resultRows } from '../clickhouse/resultRows.ts';
import type { UserError } from '../model/errors.ts';
import type { Evidence, Replica } from '../model/run.ts';
import type { Settings } from '../model/workload.ts';
import type { SampleRequest, Target } from './executor.ts';
import { ofSession } from './ofSession.ts';

export interface ClickHouseTargetInput {
  readonly name: string;
  /** The target's own server, then its further replicas; session n runs on n mod their number. */
  readonly servers: readonly [TargetServer, ...TargetServer[]];
  readonly cluster?: string;
  readonly hogbenchVersion: string;
  /** Restarts the server; absent when it is not ours. */
  readonly restart?: () => Promise<void>;
  /** What to say when a statement reads a table that is not there, before anything is measured; absent: nothing. */
  readonly onMissingTable?: (message: string) => UserError;
  readonly close: () => Promise<void>;
}

export interface TargetServer {
  readonly url: string;
  readonly control: Control & Pick<Client, 'stream'>;
  /** One connection a host, where every host can be reached; its log is flushed there. */
  readonly hosts: readonly Control[];
}

/** For users who may not flush: longer than the server's own flush interval of 7.5 s, and on a cluster than two. */
const patienceMs = { server: 10_000, cluster: 20_000 } as const;

const aliveMs = 10_000;

/** A ClickHouse server or cluster, for everything but the measured executions. */
export function clickhouseTarget(input: ClickHouseTargetInput): Target {
  const { servers, cluster } = input;
  const [{ control, hosts }] = servers;
  const optionalCluster = cluster === undefined ? {} : { cluster };
  let planning: Promise<Settings> | undefined;
  let reading: Promise<Settings> | undefined;
  return {
    name: input.name,
    async describe(requests) {
      const settings = requests.map((one) => one.settings);
      for (const server of servers) await checkSettings(server.control, settings);
      const statements: readonly Statement[] = requests.map((one) => ({ sql: one.sql, options: controlOptions(one) }));
      if (input.onMissingTable !== undefined) {
        const missing = await missingTable(control, statements);
        if (missing !== undefined) throw input.onMissingTable(missing);
      }
      return {
        ...(await describeServer(control, { name: input.name, ...optionalCluster }, input.hogbenchVersion)),
        dataset: await fingerprintTables(control, statements, cluster),
        restarts: input.restart !== undefined,
        ...(servers.length > 1 ? { replicas: await describeReplicas(servers, statements, cluster) } : {}),
      };
    },
    collect(queryIds, session) {
      const own = session === undefined ? undefined : ofSession(servers, session);
      return collectFrom(own === undefined ? servers : [own], queryIds, cluster);
    },
    async digest(request, signal, tied) {
      reading ??= knownOf(control, readingSettings);
      const options = { ...controlOptions(request), reading: await reading, tied };
      return within(request, signal, 'the check', (limit) =>
        resultDigest(control, request.sql, { ...options, signal: limit }),
      );
    },
    rows: (request, limits, signal) =>
      within(request, signal, 'reading its rows', (limit) =>
        resultRows(control, request.sql, { ...controlOptions(request), signal: limit }, limits),
      ),
    async explain(request, signal) {
      planning ??= knownPlanningSettings(control);
      const options = controlOptions(request);
      // The case's own settings stay: the plan depends on them.
      const settings = { ...options.settings, ...(await planning) };
      return within(request, signal, 'its explanation', (limit) =>
        explainStatement(control, request.sql, { ...options, settings, signal: limit }),
      );
    },
    profile(request, signal) {
      const flush = () => flushLogs(control, hosts, cluster, 'processors_profile_log');
      const limit = AbortSignal.any([signal, AbortSignal.timeout(request.timeoutMs)]);
      const options = { ...controlOptions(request), queryId: request.queryId, signal: limit };
      return profileStatement({ control, flush, ...optionalCluster }, request.sql, options);
    },
    restart: async () => input.restart?.(),
    async isAlive() {
      const signal = AbortSignal.timeout(aliveMs);
      try {
        await Promise.all(servers.map((server) => server.control.rows('SELECT 1', { signal })));
        return true;
      } catch {
        return false;
      }
    },
    close: input.close,
  };
}

/** Asks one server after the other for what is not found yet. */
async function collectFrom(
  servers: readonly TargetServer[],
  queryIds: readonly string[],
  cluster: string | undefined,
): Promise<ReadonlyMap<string, Evidence>> {
  const found = new Map<string, Evidence>();
  for (const { control, hosts } of servers) {
    const missing = queryIds.filter((id) => found.get(id)?.kind !== 'facts');
    const source = {
      control,
      ...(cluster === undefined ? {} : { cluster }),
      flush: () => flushLogs(control, hosts, cluster),
      patienceMs: cluster === undefined ? patienceMs.server : patienceMs.cluster,
      pause,
    };
    for (const [id, evidence] of await collectEvidence(source, missing)) found.set(id, evidence);
  }
  return found;
}

async function describeReplicas(
  servers: readonly TargetServer[],
  statements: readonly Statement[],
  cluster: string | undefined,
): Promise<readonly Replica[]> {
  return Promise.all(servers.map(({ control, url }) => describeReplica(control, url, statements, cluster)));
}

/** What takes longer than the case's own limit is given up, and the server stops when its client has gone. */
async function within<T>(
  request: SampleRequest,
  signal: AbortSignal,
  what: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | Unavailable> {
  const limit = AbortSignal.timeout(request.timeoutMs);
  try {
    return await work(AbortSignal.any([signal, limit]));
  } catch (error) {
    if (limit.aborted) return { kind: 'unavailable', reason: `${what} took longer than ${request.timeoutMs / 1000} s` };
    throw error;
  }
}

interface Unavailable {
  readonly kind: 'unavailable';
  readonly reason: string;
}

function controlOptions(request: SampleRequest): Statement['options'] {
  const { params, settings, logComment } = request;
  const guards = { readonly: 2, cancel_http_readonly_queries_on_client_close: 1 };
  return { params, settings: { ...settings, ...guards, log_comment: logComment } };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
