import type { Client } from '../../clickhouse/http/control.ts';
import { DeadlineExceeded } from '../../clickhouse/http/deadlines.ts';
import { describeFailure } from '../../clickhouse/http/requestFailures.ts';
import { killQuery } from '../../clickhouse/http/shortQuestions.ts';
import { dropScratch } from '../../clickhouse/target/scratchDatabases.ts';
import { makeScratch, tableState, wasMutated } from '../../clickhouse/target/scratchTable.ts';
import type { Outcome } from '../../model/sample.ts';
import type { TableState } from '../../model/writing.ts';
import { monotonicMs } from '../clock.ts';
import type { Execution, SampleRequest, ScratchRequest } from '../executor.ts';
import { late } from '../waiting.ts';

type GroupClient = Pick<Client, 'execute' | 'command' | 'rows'>;

/** A request and the client of its arm; undefined where the arm has no connection. */
export interface Start {
  readonly client: GroupClient | undefined;
  readonly request: SampleRequest;
}

/** What was made for an execution, or why it cannot begin. */
type Prepared =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'table'; readonly before: TableState }
  | { readonly kind: 'failed'; readonly outcome: Outcome };

/**
 * Executes requests that start together. All scratch tables are there before the first statement starts, and none is
 * dropped before the last has ended, whatever happens in between. Never rejects.
 */
export async function executeGroup(
  starts: readonly Start[],
  interruption: Interruption,
): Promise<readonly Execution[]> {
  const prepared: Prepared[] = [];
  try {
    for (const start of starts) prepared.push(await prepare(start, interruption));
    const executed = await Promise.all(
      starts.map(({ client, request }, index) => {
        const made = prepared[index];
        if (made?.kind === 'failed') return notStarted(request, made.outcome);
        return interruption.interrupted
          ? notStarted(request, interrupted)
          : executeRequest(client, request, interruption);
      }),
    );
    return await Promise.all(
      executed.map((execution, index) => look(execution, interruption, starts[index], prepared[index])),
    );
  } finally {
    await Promise.all(starts.map((start) => clear(start, interruption)));
  }
}

async function prepare({ client, request }: Start, interruption: Interruption): Promise<Prepared> {
  const { writes } = request;
  if (writes === undefined || client === undefined) return { kind: 'nothing' };
  if (interruption.interrupted) return { kind: 'failed', outcome: interrupted };
  const { signal } = interruption;
  try {
    return { kind: 'table', before: await makeScratch(client, writes, { signal }) };
  } catch (error) {
    if (signal.aborted) return { kind: 'failed', outcome: interrupted };
    return { kind: 'failed', outcome: tableFailed(error, writes) };
  }
}

function tableFailed(error: unknown, { table }: ScratchRequest): Outcome {
  const { code, message } = describeFailure(error);
  return { kind: 'failed', clientMs: 0, code, message: `the table ${table} could not be made: ${message}` };
}

/** What the statement left in its table. Without an answer the execution has no facts later, which says so. */
async function look(
  execution: Execution,
  { signal }: Interruption,
  start: Start | undefined,
  made: Prepared | undefined,
): Promise<Execution> {
  const writes = start?.request.writes;
  if (made?.kind !== 'table' || start?.client === undefined || writes === undefined) return execution;
  const { before } = made;
  if (execution.outcome.kind !== 'completed') return { ...execution, table: { before } };
  const { client } = start;
  try {
    const after = await tableState(client, writes, { signal });
    const mutated = writes.kind === 'mutation' && (await wasMutated(client, writes, { signal }));
    return { ...execution, table: { before, after, mutated } };
  } catch {
    return { ...execution, table: { before } };
  }
}

/** A database that cannot be dropped now is dropped at the end of the run, or by the next one. */
async function clear({ client, request: { writes } }: Start, { late: signal }: Interruption): Promise<void> {
  if (writes === undefined || client === undefined) return;
  await dropScratch(client, writes.database, { signal }).catch(() => undefined);
}

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

export const interrupted: Outcome = { kind: 'skipped', reason: 'interrupted' };

/** An execution that never began. */
export function notStarted(request: SampleRequest, outcome: Outcome): Execution {
  return { queryId: request.queryId, startedAt: monotonicMs(), outcome };
}
