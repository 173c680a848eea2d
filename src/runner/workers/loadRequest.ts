import type { Client } from '../../clickhouse/http/control.ts';
import { DeadlineExceeded } from '../../clickhouse/http/deadlines.ts';
import { isServerError } from '../../clickhouse/http/refusals.ts';
import { describeFailure } from '../../clickhouse/http/requestFailures.ts';
import { killQuery } from '../../clickhouse/http/shortQuestions.ts';
import type { LoadOutcome } from '../../model/loadRun.ts';
import type { LoadStatement } from '../load/loadTask.ts';

/** Sends one request and waits for its end. Never rejects. */
export async function sendLoadRequest(
  client: Pick<Client, 'execute' | 'command'>,
  { sql, params, settings, timeoutMs }: LoadStatement,
  queryId: string,
  onAnswer: () => void,
  signal: AbortSignal,
): Promise<LoadOutcome> {
  if (signal.aborted) return { kind: 'stopped' };
  try {
    await client.execute(sql, { queryId, params, settings, timeoutMs, signal, onAnswer });
    return { kind: 'completed' };
  } catch (error) {
    if (error instanceof DeadlineExceeded) {
      // not waited for: the next request is not to be late because of this one
      void killQuery(client, queryId);
      return { kind: 'timedOut', limitMs: timeoutMs };
    }
    if (isServerError(error)) return { kind: 'refused', code: error.code, name: error.type ?? `error ${error.code}` };
    if (signal.aborted) return { kind: 'stopped' };
    return { kind: 'broken', message: describeFailure(error).message.slice(0, longestMessage) };
  }
}

/** Outcomes are counted by their names, which must stay few. */
const longestMessage = 200;
