import type { Control } from '../clickhouse/control.ts';
import { fingerprintTables, type Statement } from '../clickhouse/dataset.ts';
import { resultDigest } from '../clickhouse/digest.ts';
import { describeServer } from '../clickhouse/environment.ts';
import { flushLogs } from '../clickhouse/flush.ts';
import { checkSettings } from '../clickhouse/knownSettings.ts';
import { collectEvidence } from '../clickhouse/queryLog.ts';
import type { Digest } from '../model/run.ts';
import type { SampleRequest, Target } from './executor.ts';

export interface ClickHouseTargetInput {
  readonly name: string;
  readonly control: Control;
  /** One connection a host, where every host can be reached; its log is flushed there. */
  readonly hosts: readonly Control[];
  readonly cluster?: string;
  readonly hogbenchVersion: string;
  /** Restarts the server; absent when it is not ours. */
  readonly restart?: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** For users who may not flush: longer than the server's own flush interval of 7.5 s, and on a cluster than two. */
const patienceMs = { server: 10_000, cluster: 20_000 } as const;

const aliveMs = 10_000;

/** A ClickHouse server or cluster, for everything but the measured executions. */
export function clickhouseTarget(input: ClickHouseTargetInput): Target {
  const { control, cluster } = input;
  const patience = cluster === undefined ? patienceMs.server : patienceMs.cluster;
  const optionalCluster = cluster === undefined ? {} : { cluster };
  return {
    name: input.name,
    async describe(requests) {
      await checkSettings(
        control,
        requests.map((one) => one.settings),
      );
      const statements: readonly Statement[] = requests.map((one) => ({ sql: one.sql, options: controlOptions(one) }));
      return {
        ...(await describeServer(control, { name: input.name, ...optionalCluster }, input.hogbenchVersion)),
        dataset: await fingerprintTables(control, statements, cluster),
      };
    },
    collect: (queryIds) =>
      collectEvidence(
        {
          control,
          ...optionalCluster,
          flush: () => flushLogs(control, input.hosts, cluster),
          patienceMs: patience,
          pause,
        },
        queryIds,
      ),
    digest: (request, signal) => digestWithin(control, request, signal),
    restart: async () => input.restart?.(),
    async isAlive() {
      try {
        await control.rows('SELECT 1', { signal: AbortSignal.timeout(aliveMs) });
        return true;
      } catch {
        return false;
      }
    },
    close: input.close,
  };
}

/** A check that takes longer than the case's own limit is given up, and the server stops when its client has gone. */
async function digestWithin(control: Control, request: SampleRequest, signal: AbortSignal): Promise<Digest> {
  const limit = AbortSignal.timeout(request.timeoutMs);
  const options = { ...controlOptions(request), signal: AbortSignal.any([signal, limit]) };
  try {
    return await resultDigest(control, request.sql, options);
  } catch (error) {
    if (limit.aborted)
      return { kind: 'unavailable', reason: `the check took longer than ${request.timeoutMs / 1000} s` };
    throw error;
  }
}

function controlOptions(request: SampleRequest): Statement['options'] {
  const { params, settings, logComment } = request;
  const guards = { readonly: 2, cancel_http_readonly_queries_on_client_close: 1 };
  return { params, settings: { ...settings, ...guards, log_comment: logComment } };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
