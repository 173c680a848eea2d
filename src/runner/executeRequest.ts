import { type Client, describeFailure } from '../clickhouse/client.ts';
import type { Outcome } from '../model/run.ts';
import { interrupted, notStarted } from './batch.ts';
import { monotonicMs } from './clock.ts';
import type { Execution, SampleRequest } from './executor.ts';

/** The longest a Node timer can wait; a longer one would fire at once. */
const maxTimerMs = 2 ** 31 - 1;
const killTimeoutMs = 3000;

/** A wish to stop, which can come at any time, and the requests it is to stop. */
export class Interruption {
  interrupted = false;
  private readonly current = new Set<AbortController>();

  interrupt(): void {
    this.interrupted = true;
    for (const controller of this.current) controller.abort();
  }

  follow(controller: AbortController): void {
    this.current.add(controller);
    if (this.interrupted) controller.abort();
  }

  forget(controller: AbortController): void {
    this.current.delete(controller);
  }
}

/** Runs one statement to its end, its time limit, or the interruption. Never rejects. */
export async function executeRequest(
  client: Pick<Client, 'execute' | 'command'> | undefined,
  request: SampleRequest,
  interruption: Interruption,
): Promise<Execution> {
  if (client === undefined)
    return notStarted(request, {
      kind: 'failed',
      clientMs: 0,
      code: null,
      message: `no connection for arm ${request.arm}`,
    });
  const { queryId, sql, params, timeoutMs } = request;
  const settings = { ...request.settings, log_comment: request.logComment };
  const controller = new AbortController();
  interruption.follow(controller);
  let expired = false;
  const timer = setTimeout(
    () => {
      expired = true;
      controller.abort();
    },
    Math.min(timeoutMs, maxTimerMs),
  );
  const startedAt = monotonicMs();
  try {
    const writes = request.writes === undefined ? {} : { writes: true };
    await client.execute(sql, { queryId, params, settings, signal: controller.signal, ...writes });
    return { queryId, startedAt, outcome: { kind: 'completed', clientMs: monotonicMs() - startedAt } };
  } catch (error) {
    const clientMs = monotonicMs() - startedAt;
    // the socket is gone, which stops the query where the server notices; a second word costs little
    if (controller.signal.aborted) await kill(client, queryId);
    return { queryId, startedAt, outcome: unfinished(error, clientMs) };
  } finally {
    clearTimeout(timer);
    interruption.forget(controller);
  }

  function unfinished(error: unknown, clientMs: number): Outcome {
    if (expired) return { kind: 'timedOut', clientMs, limitMs: timeoutMs };
    if (controller.signal.aborted) return interrupted;
    return { kind: 'failed', clientMs, ...describeFailure(error) };
  }
}

/** Asks for the end of a query on another connection. Not every user may, and the server may be gone. */
async function kill(client: Pick<Client, 'command'>, queryId: string): Promise<void> {
  await client
    .command('KILL QUERY WHERE query_id = {query_id:String} ASYNC', {
      params: { query_id: queryId },
      signal: AbortSignal.timeout(killTimeoutMs),
    })
    .catch(() => undefined);
}
