import { connect } from '../../clickhouse/http/client.ts';
import { monotonicMs } from '../clock.ts';
import { type LoadOrder, type LoadStatement, type LoadTidings, tellEveryMs } from '../load/loadTask.ts';
import { Sender } from '../load/sender.ts';
import { sendLoadRequest } from './loadRequest.ts';
import type { LoadTask } from './loadThreads.ts';

/** The task of a load thread: resolves when every request of its part has come to an end, and has been told. */
export default async function sendLoad(task: LoadTask): Promise<void> {
  const { port, statements, queryIdPrefix } = task;
  const clients = task.connections.map(connect);
  const begun = await new Promise<number | undefined>((resolve) => {
    port.on('message', (order: LoadOrder) => {
      if (order.kind === 'start') resolve(order.at);
      if (order.kind === 'stop') resolve(undefined);
    });
    port.postMessage({ kind: 'ready' } satisfies LoadTidings);
  });
  if (begun === undefined) {
    port.close();
    return;
  }
  const sender = new Sender(task, {
    now: () => monotonicMs() - begun,
    send: (caseIndex, seq, began, signal) =>
      sendLoadRequest(
        // a connection each in turn, as a balancer would
        clients[seq % clients.length] as (typeof clients)[number],
        statements[caseIndex] as LoadStatement,
        `${queryIdPrefix}${seq}`,
        began,
        signal,
      ),
  });
  const tell = (): void => {
    const { ended, outcomes } = sender.ended.take();
    const pending = sender.pending();
    const tidings: LoadTidings = { kind: 'batch', ended, outcomes, at: monotonicMs() - begun, pending };
    port.postMessage(tidings, [ended.buffer, pending.buffer]);
  };
  port.on('message', ({ kind }: LoadOrder) => {
    if (kind === 'enough') sender.enough();
    if (kind === 'stop') sender.stop();
  });
  const timer = setInterval(tell, tellEveryMs);
  await new Promise((resolve) => setTimeout(resolve, begun - monotonicMs()));
  sender.start();
  await sender.finished;
  clearInterval(timer);
  tell();
  port.close();
  await Promise.all(clients.map((client) => client.close()));
}
