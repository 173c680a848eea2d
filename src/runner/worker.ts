import { BroadcastChannel, workerData } from 'node:worker_threads';
import { type Client, connect } from '../clickhouse/client.ts';
import type { ArmName } from '../model/run.ts';
import { type Batch, type Cancellation, interrupted, notStarted, type WorkerSetup } from './batch.ts';
import { executeRequest, Interruption } from './executeRequest.ts';
import type { Execution } from './executor.ts';

const setup = workerData as WorkerSetup;
const running = new Map<number, Interruption>();
/** A cancellation can overtake its batch, which still waits in the pool's queue. */
const cancelled = new Set<number>();
const keys: Readonly<Record<ArmName, string>> = {
  baseline: JSON.stringify(setup.connections.baseline),
  candidate: JSON.stringify(setup.connections.candidate),
};
let clients = new Map<string, Client>();
let generation = 0;

const channel = new BroadcastChannel(setup.channel);
channel.onmessage = (event) => {
  const { cancel } = (event as { readonly data: Cancellation }).data;
  cancelled.add(cancel);
  running.get(cancel)?.interrupt();
};

/** The task of a pool thread. */
export default async function runBatch(batch: Batch): Promise<readonly Execution[]> {
  if (batch.generation !== generation) await renewConnections(batch.generation);
  const interruption = new Interruption();
  running.set(batch.id, interruption);
  if (cancelled.delete(batch.id)) interruption.interrupt();
  const executions: Execution[] = [];
  for (const request of batch.requests) {
    executions.push(
      interruption.interrupted
        ? notStarted(request, interrupted)
        : await executeRequest(clientOf(request.arm), request, interruption),
    );
  }
  running.delete(batch.id);
  cancelled.delete(batch.id);
  return executions;
}

/**
 * Arms on one server share their client, so that both go over the same socket and the same server thread:
 * otherwise one arm could have the better of two.
 */
function clientOf(arm: ArmName): Client | undefined {
  const connection = setup.connections[arm];
  if (connection === undefined) return undefined;
  const key = keys[arm];
  const known = clients.get(key);
  if (known !== undefined) return known;
  const opened = connect(connection);
  clients.set(key, opened);
  return opened;
}

async function renewConnections(next: number): Promise<void> {
  generation = next;
  const old = clients;
  clients = new Map();
  await Promise.all([...old.values()].map((client) => client.close()));
}
