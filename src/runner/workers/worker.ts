import { BroadcastChannel, workerData } from 'node:worker_threads';
import { connect } from '../../clickhouse/http/client.ts';
import type { Connection } from '../../clickhouse/http/connection.ts';
import type { Client } from '../../clickhouse/http/control.ts';
import type { RunArm } from '../../model/arm.ts';
import { monotonicMs } from '../clock.ts';
import type { Execution } from '../executor.ts';
import { startGroups } from '../order.ts';
import { LoopGaps, tickMs, withGaps } from '../stalls/loopGaps.ts';
import { ofSession } from '../target.ts';
import { executeGroup, Interruption } from './execution.ts';
import type { Batch, Cancellation, WorkerSetup } from './pool.ts';

const setup = workerData as WorkerSetup;
const loop = new LoopGaps(monotonicMs());
setInterval(() => loop.alive(monotonicMs()), tickMs).unref();

const running = new Map<number, Interruption>();
/** A cancellation can overtake its batch, which still waits in the pool's queue. */
const cancelled = new Set<number>();
const places: ReadonlyMap<string, readonly Place[]> = new Map(
  Object.entries(setup.connections).map(([arm, connections]) => [arm, (connections ?? []).map(placeOf)]),
);
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
  for (const together of startGroups(batch.requests)) {
    // looked up before the first one starts, so that opening a client parts no two starts
    const clientsOfGroup = together.map((request) => clientOf(request.at ?? request.arm, batch.session));
    const starts = together.map((request, index) => ({ client: clientsOfGroup[index], request }));
    loop.alive(monotonicMs());
    const executed = await executeGroup(starts, interruption);
    loop.alive(monotonicMs());
    executions.push(...executed.map((one) => withGaps(one, loop)));
  }
  running.delete(batch.id);
  cancelled.delete(batch.id);
  return executions;
}

/**
 * Arms on one server share their client, so that both go over the same socket and the same server thread:
 * otherwise one arm could have the better of two.
 */
function clientOf(arm: RunArm, session: number): Client | undefined {
  const place = ofSession(places.get(arm) ?? [], session);
  if (place === undefined) return undefined;
  const known = clients.get(place.key);
  if (known !== undefined) return known;
  const opened = connect(place.connection);
  clients.set(place.key, opened);
  return opened;
}

interface Place {
  readonly connection: Connection;
  readonly key: string;
}

function placeOf(connection: Connection): Place {
  return { connection, key: JSON.stringify(connection) };
}

async function renewConnections(next: number): Promise<void> {
  generation = next;
  const old = clients;
  clients = new Map();
  await Promise.all([...old.values()].map((client) => client.close()));
}
