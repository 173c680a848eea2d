import type { Control } from '../clickhouse/control.ts';
import { fingerprintTables, type Statement } from '../clickhouse/dataset.ts';
import { resultDigest } from '../clickhouse/digest.ts';
import { describeServer } from '../clickhouse/environment.ts';
import { flushLogs } from '../clickhouse/flush.ts';
import { collectEvidence } from '../clickhouse/queryLog.ts';
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

/** Longer than the server's own flush interval of 7.5 s, for users who may not flush. */
const patienceMs = 12_000;

/** A ClickHouse server or cluster, for everything but the measured executions. */
export function clickhouseTarget(input: ClickHouseTargetInput): Target {
  const { control, cluster } = input;
  const optionalCluster = cluster === undefined ? {} : { cluster };
  return {
    name: input.name,
    owned: input.restart !== undefined,
    async describe(requests) {
      const statements: readonly Statement[] = requests.map((one) => ({ sql: one.sql, options: controlOptions(one) }));
      return {
        ...(await describeServer(control, { name: input.name, ...optionalCluster }, input.hogbenchVersion)),
        dataset: await fingerprintTables(control, statements, cluster),
      };
    },
    collect: (queryIds) =>
      collectEvidence(
        { control, ...optionalCluster, flush: () => flushLogs(control, input.hosts, cluster), patienceMs, pause },
        queryIds,
      ),
    digest: (request) => resultDigest(control, request.sql, controlOptions(request)),
    restart: async () => input.restart?.(),
    async isAlive() {
      try {
        await control.rows('SELECT 1');
        return true;
      } catch {
        return false;
      }
    },
    close: input.close,
  };
}

function controlOptions(request: SampleRequest): Statement['options'] {
  return { params: request.params, settings: { ...request.settings, readonly: 2, log_comment: request.logComment } };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
