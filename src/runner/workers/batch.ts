import type { Connection } from '../../clickhouse/http/connection.ts';
import type { ArmName } from '../../model/arm.ts';
import type { Outcome } from '../../model/sample.ts';
import { monotonicMs } from '../clock.ts';
import type { Execution, SampleRequest } from '../executor.ts';

/** How to reach the servers of each arm: one, or replicas that the sessions take turns on. */
export type Connections = Readonly<Partial<Record<ArmName, readonly Connection[]>>>;

/** What a worker thread is started with. */
export interface WorkerSetup {
  readonly connections: Connections;
  /** Name of the BroadcastChannel on which batches are cancelled. */
  readonly channel: string;
}

/** What a worker thread is handed: requests to run in the way that `Executor.execute` says. */
export interface Batch {
  readonly id: number;
  /** Grows with every reconnect; a worker that sees a new one opens fresh connections. */
  readonly generation: number;
  /** Names the replica: session n mod their number. */
  readonly session: number;
  readonly requests: readonly SampleRequest[];
}

/** Said to every worker: stop this batch, whoever has it. */
export interface Cancellation {
  readonly cancel: number;
}

export const interrupted: Outcome = { kind: 'skipped', reason: 'interrupted' };

/** An execution that never began. */
export function notStarted(request: SampleRequest, outcome: Outcome): Execution {
  return { queryId: request.queryId, startedAt: monotonicMs(), outcome };
}
