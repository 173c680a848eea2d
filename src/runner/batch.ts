import type { Connection } from '../clickhouse/connection.ts';
import type { ArmName, Outcome } from '../model/run.ts';
import type { Execution, SampleRequest } from './executor.ts';

export type Connections = Readonly<Partial<Record<ArmName, Connection>>>;

/** What a worker thread is started with. */
export interface WorkerSetup {
  readonly connections: Connections;
  /** Name of the BroadcastChannel on which batches are cancelled. */
  readonly channel: string;
}

/** What a worker thread is handed: requests to run one after the other. */
export interface Batch {
  readonly id: number;
  /** Grows with every reconnect; a worker that sees a new one opens fresh connections. */
  readonly generation: number;
  readonly requests: readonly SampleRequest[];
}

/** Said to every worker: stop this batch, whoever has it. */
export interface Cancellation {
  readonly cancel: number;
}

export const interrupted: Outcome = { kind: 'skipped', reason: 'interrupted' };

/** An execution that never began. */
export function notStarted(request: SampleRequest, outcome: Outcome): Execution {
  return { queryId: request.queryId, startedAt: Date.now(), outcome };
}
