import { eventCounts } from '../../model/serverFacts.ts';
import type { SampleRequest, ScratchRequest } from '../../runner/executor.ts';
import { ofSession, Unanswered, type WriteAccess } from '../../runner/target.ts';
import { finishedWrites } from '../../sql/writingStatement.ts';
import { formatSeconds } from '../../text/quantity.ts';
import { measuredSettings } from '../http/client.ts';
import type { Control } from '../http/control.ts';
import { isGivenUp } from '../http/deadlines.ts';
import { killQuery } from '../http/shortQuestions.ts';
import { holdRows, insertableColumns } from './heldRows.ts';
import { mutationWork } from './partLog.ts';
import { dropLeftScratch, dropScratch, dropScratchOfRun } from './scratchDatabases.ts';
import { contentOf, makeScratch } from './scratchTable.ts';
import { flushLogs } from './serverLogs.ts';
import type { TargetServer, WriteChoice } from './targetServer.ts';
import { writeObjection } from './writeCheck.ts';

/** What servers do for statements that write, where such may be sent. */
export function writeAccess(
  servers: readonly [TargetServer, ...TargetServer[]],
  { exclusive }: WriteChoice,
): WriteAccess {
  const [{ control }] = servers;
  return {
    async objections(requests) {
      const found: (string | undefined)[] = [];
      for (const { sql, params, writes } of requests)
        found.push(writes === undefined ? undefined : await writeObjection(control, sql, params, writes));
      return found;
    },
    insertable: (table) => insertableColumns(control, table),
    holdRows: (choice, signal) => holdRows(control, choice, signal),
    async dropLeft() {
      const lines: string[] = [];
      for (const server of servers) {
        const { dropped, kept } = await dropLeftScratch(server.admin ?? server.control, exclusive, Date.now());
        lines.push(...dropped.map((name) => `dropped ${name}, which an earlier run left behind`));
        lines.push(
          ...kept.map(
            ({ name, until }) =>
              `${name} belongs to another run, or was left behind; a run after ${until.toISOString()} drops it`,
          ),
        );
      }
      return lines;
    },
    async dropOfRun(runId) {
      for (const server of servers) await dropScratchOfRun(server.admin ?? server.control, runId);
    },
    async mutationWork(databases, session) {
      const found = new Map<string, { events: ReturnType<typeof eventCounts>; memoryBytes: number }>();
      for (const server of session === undefined ? servers : [ofSession(servers, session) ?? servers[0]]) {
        const admin = server.admin ?? server.control;
        await flushLogs(admin, server.hosts, undefined, 'part_log');
        for (const [database, { events, memoryBytes }] of await mutationWork(admin, databases))
          found.set(database, { events: eventCounts(events), memoryBytes });
      }
      return found;
    },
  };
}

/** Executes a statement that writes, into a table of its own, and lets `use` read what the table then holds. */
export async function withWritten<T>(
  control: Control,
  { sql, params, settings, logComment, queryId, timeoutMs }: SampleRequest,
  writes: ScratchRequest,
  signal: AbortSignal,
  use: (content: string) => Promise<T>,
): Promise<T | { readonly kind: 'unavailable'; readonly reason: string }> {
  try {
    await makeScratch(control, writes, { signal });
    try {
      const sent = { ...measuredSettings, ...settings, ...finishedWrites, log_comment: logComment };
      await control.command(sql, { queryId, params, settings: sent, signal, timeoutMs });
    } catch (error) {
      // it goes on without its client, and would hold up the dropping of its table
      if (isGivenUp(error)) await killQuery(control, queryId);
      if (error instanceof Unanswered)
        return { kind: 'unavailable', reason: `it took longer than ${formatSeconds(timeoutMs)}` };
      throw error;
    }
    return await use(contentOf(writes));
  } finally {
    await dropScratch(control, writes.database, { cleanUp: true }).catch(() => undefined);
  }
}
