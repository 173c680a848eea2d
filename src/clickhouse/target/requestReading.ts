import type { Settings } from '../../model/workload.ts';
import type { SampleRequest } from '../../runner/executor.ts';
import { Unanswered } from '../../runner/target.ts';
import { after } from '../../runner/waiting.ts';
import { selectIn } from '../../sql/writingStatement.ts';
import { formatSeconds } from '../../text/quantity.ts';
import { measuredSettings } from '../http/client.ts';
import type { Control, ControlOptions } from '../http/control.ts';
import { DeadlineExceeded } from '../http/deadlines.ts';
import { copiedRows } from './scratchTable.ts';
import type { Statement } from './statementTables.ts';
import { withWritten } from './writeAccess.ts';

/**
 * Reads what a statement gives: its result, or what its table holds after it when it writes. Such a statement is
 * executed for that, into a table of its own.
 */
export function resultOf<T>(
  control: Control,
  request: SampleRequest,
  signal: AbortSignal,
  what: string,
  read: (sql: string, options: ControlOptions) => Promise<T>,
): Promise<T | Unavailable> {
  const { writes } = request;
  if (writes === undefined)
    return within(request, signal, what, (limit) => read(request.sql, { ...controlOptions(request), ...limit }));
  return withWritten(control, request, writes, signal, (content) =>
    within(request, signal, what, (limit) => read(content, { settings: readOnly, ...limit })),
  );
}

/** What takes longer than the case's own limit is given up, and the server stops when its client has gone. */
export async function within<T>(
  request: SampleRequest,
  signal: AbortSignal,
  what: string,
  work: (limit: Pick<ControlOptions, 'signal' | 'timeoutMs'>) => Promise<T>,
): Promise<T | Unavailable> {
  const { timeoutMs } = request;
  // one limit for all requests of the work, and of each request for its whole answer
  const limit = after(timeoutMs);
  try {
    return await work({ signal: AbortSignal.any([signal, limit]), timeoutMs });
  } catch (error) {
    if (signal.aborted || !(limit.aborted || isUnanswered(error))) throw error;
    return { kind: 'unavailable', reason: `${what} took longer than ${formatSeconds(timeoutMs)}` };
  }
}

function isUnanswered(error: unknown): boolean {
  return error instanceof Unanswered || error instanceof DeadlineExceeded;
}

interface Unavailable {
  readonly kind: 'unavailable';
  readonly reason: string;
}

/** What a statement reads, as statements that only read; a table that is copied with its rows is read too. */
export function readingStatements(request: SampleRequest): readonly Statement[] {
  const { sql, writes } = request;
  const options = controlOptions(request);
  if (writes === undefined) return [{ sql, options }];
  const select = selectIn(sql);
  const copied = writes.fresh === undefined || writes.fresh.rows === 'none' ? [] : [copiedRows(writes.fresh)];
  return [...(select === undefined ? [] : [select]), ...copied].map((text) => ({ sql: text, options }));
}

/** What travels with a question about a statement of a case, as with its executions. */
export function controlOptions(request: SampleRequest): Statement['options'] {
  const { params, settings, logComment } = request;
  return { params, settings: { ...measuredSettings, ...settings, ...readOnly, log_comment: logComment } };
}

const readOnly: Settings = { readonly: 2, cancel_http_readonly_queries_on_client_close: 1 };
