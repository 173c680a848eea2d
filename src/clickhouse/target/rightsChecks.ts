import type { Check } from '../../model/serverAnswers.ts';
import type { Control } from '../http/control.ts';
import { isServerError, readonlyCode } from '../http/refusals.ts';
import { anyRow } from '../http/rowShape.ts';
import { everyReplica } from './serverLogs.ts';

/** Whether the log of every replica can be read. */
export async function readsClusterLog(control: Control, cluster: string): Promise<Check> {
  return attempt(
    'cluster',
    async () => {
      const table = everyReplica('system.query_log', cluster);
      await control.rows(`SELECT query_id FROM ${table} LIMIT 1`, anyRow);
      return { state: 'ok', detail: `query_log can be read on every replica of ${cluster}` };
    },
    (_code, message) => ({
      state: 'missing',
      detail: `query_log cannot be read on every replica of ${cluster}: ${message}`,
      fix: 'Correct the cluster of the target, or GRANT READ ON REMOTE (before 25.7: GRANT REMOTE ON *.*) TO <user>.',
    }),
  );
}

/** Whether server times and counters can be read. */
export async function readsQueryLog(control: Control): Promise<Check> {
  return attempt(
    'query_log',
    async () => {
      await control.rows('SELECT query_id, ProfileEvents FROM system.query_log LIMIT 1', anyRow);
      return { state: 'ok', detail: 'system.query_log can be read' };
    },
    (code) =>
      code === 60
        ? {
            state: 'missing',
            detail: 'the server has no system.query_log',
            fix: 'Add a <query_log> section to the server config.',
          }
        : {
            state: 'missing',
            detail: 'this user may not read system.query_log, so there is no server time and no counter',
            fix: 'GRANT SELECT ON system.query_log TO <user>',
          },
  );
}

/** Whether the server writes its log when it is told to. */
export async function flushes(control: Control): Promise<Check> {
  return attempt(
    'flush',
    async () => {
      await control.command('SYSTEM FLUSH LOGS query_log');
      return { state: 'ok', detail: 'the log can be flushed, so evidence is there at once' };
    },
    (code) => ({
      state: 'limited',
      detail: 'the log cannot be flushed, so every round waits until the server does it by itself',
      fix:
        code === readonlyCode
          ? 'A profile with readonly = 2 can never flush. Use readonly = 0 and grant nothing but SELECT and SYSTEM FLUSH LOGS.'
          : 'GRANT SYSTEM FLUSH LOGS ON *.* TO <user>',
    }),
  );
}

/** Whether time by processor can be read. */
export async function readsProcessorsLog(control: Control): Promise<Check> {
  return attempt(
    'processors_profile_log',
    async () => {
      await control.rows('SELECT 1 FROM system.processors_profile_log LIMIT 1', anyRow);
      return { state: 'ok', detail: 'time by processor can be read' };
    },
    () => ({ state: 'limited', detail: 'no time by processor: the table is absent or not granted' }),
  );
}

/** Whether a load can know that nothing of it still runs: without that it is not valid. */
export async function readsProcesses(control: Control, cluster: string | undefined): Promise<Check> {
  return attempt(
    'processes',
    async () => {
      await control.rows(`SELECT 1 FROM ${everyReplica('system.processes', cluster)} LIMIT 1`, anyRow);
      return { state: 'ok', detail: 'what runs can be read, so a load knows when nothing of it does' };
    },
    () => ({
      state: 'limited',
      detail: 'what runs cannot be read, so no load is valid: nobody knows whether its requests still run',
      fix: 'GRANT SELECT ON system.processes TO <user>',
    }),
  );
}

/** What the state of a server is read from, beside what runs. */
const stateTables = ['parts', 'merges', 'mutations', 'replicas'] as const;

/** Whether it can be known what the server does beside the executions: without that nothing is certified. */
export async function readsState(control: Control, cluster: string | undefined): Promise<Check> {
  const refused: string[] = [];
  for (const table of stateTables.map((name) => `system.${name}`)) {
    const check = await attempt(
      table,
      async () => {
        await control.rows(`SELECT 1 FROM ${everyReplica(table, cluster)} LIMIT 1`, anyRow);
        return { state: 'ok', detail: '' };
      },
      () => ({ state: 'limited', detail: '' }),
    );
    if (check.state !== 'ok') refused.push(table);
  }
  return refused.length === 0
    ? { name: 'state', state: 'ok', detail: 'merges, mutations, parts and replicas can be read' }
    : {
        name: 'state',
        state: 'limited',
        detail: `${refused.join(', ')} cannot be read, so nobody knows what the server has left to do, and nothing is certified`,
        fix: refused.map((table) => `GRANT SELECT ON ${table} TO <user>`).join('; '),
      };
}

/** Whether a query over its time limit can be ended. */
export async function kills(control: Control): Promise<Check> {
  return attempt(
    'kill',
    async () => {
      // The engine's grammar has no FORMAT behind CHECK GRANT.
      const settings = { default_format: 'JSONEachRow' };
      const [row] = await control.rows('CHECK GRANT KILL QUERY ON *.*', anyRow, { unguarded: true, settings });
      if (Number(Object.values(row ?? {})[0] ?? 0) === 1)
        return { state: 'ok', detail: 'a query over its time limit can be killed' };
      return killLimited;
    },
    () => killLimited,
  );
}

const killLimited = {
  state: 'limited',
  detail: 'no KILL QUERY: a query over its time limit ends when its connection is closed',
  fix: 'GRANT KILL QUERY ON *.* TO <user>',
} as const;

/** A check whose refusal is an answer, too. Rejects when the server is out of reach. */
export async function attempt(
  name: string,
  work: () => Promise<Omit<Check, 'name'>>,
  refused: (code: number, message: string) => Omit<Check, 'name'>,
): Promise<Check> {
  try {
    return { name, ...(await work()) };
  } catch (error) {
    if (isServerError(error)) return { name, ...refused(error.code, error.message) };
    throw error;
  }
}
