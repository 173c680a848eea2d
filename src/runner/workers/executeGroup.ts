import { type Client, describeFailure } from '../../clickhouse/http/client.ts';
import { dropScratch } from '../../clickhouse/target/scratchDatabases.ts';
import { makeScratch, tableState, wasMutated } from '../../clickhouse/target/scratchTable.ts';
import type { Outcome } from '../../model/sample.ts';
import type { TableState } from '../../model/writing.ts';
import type { Execution, SampleRequest, ScratchRequest } from '../executor.ts';
import { interrupted, notStarted } from './batch.ts';
import { executeRequest, type Interruption } from './executeRequest.ts';

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
