import { late } from '../../clickhouse/http/boundedControl.ts';
import { type Client, describeFailure } from '../../clickhouse/http/client.ts';
import { DeadlineExceeded } from '../../clickhouse/http/deadlines.ts';
import { killQuery } from '../../clickhouse/http/killQuery.ts';
import type { Outcome } from '../../model/sample.ts';
import { monotonicMs } from '../clock.ts';
import type { Execution, SampleRequest } from '../executor.ts';
import { interrupted, notStarted } from './batch.ts';

/** A wish to stop, which can come at any time, and the requests it is to stop. */
export class Interruption {
  private readonly controller = new AbortController();

  get interrupted(): boolean {
    return this.signal.aborted;
  }

  /** Ends what is measured. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Ends the clearing up behind it, a second later. */
  get late(): AbortSignal {
    return late(this.signal);
  }

  interrupt(): void {
    this.controller.abort();
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
  const { signal } = interruption;
  const startedAt = monotonicMs();
  try {
    const writes = request.writes === undefined ? {} : { writes: true };
    await client.execute(sql, { queryId, params, settings, timeoutMs, signal, ...writes });
    return { queryId, startedAt, outcome: { kind: 'completed', clientMs: monotonicMs() - startedAt } };
  } catch (error) {
    const clientMs = monotonicMs() - startedAt;
    const expired = error instanceof DeadlineExceeded;
    // the socket is gone, which stops the query where the server notices; a second word costs little
    if (expired || interruption.interrupted) await killQuery(client, queryId, interruption.late);
    return { queryId, startedAt, outcome: unfinished(error, clientMs) };
  }

  function unfinished(error: unknown, clientMs: number): Outcome {
    if (error instanceof DeadlineExceeded) return { kind: 'timedOut', clientMs, limitMs: timeoutMs };
    if (interruption.interrupted) return interrupted;
    return { kind: 'failed', clientMs, ...describeFailure(error) };
  }
}
