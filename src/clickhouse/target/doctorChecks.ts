import { z } from 'zod';
import type { Check } from '../../model/serverAnswers.ts';
import { stringLiteral } from '../../sql/literals.ts';
import { formatSeconds, formatShare } from '../../text/quantity.ts';
import type { Control } from '../http/control.ts';
import { isServerError } from '../http/refusals.ts';
import { anyRow, countField, nameField, settingRow } from '../http/rowShape.ts';
import { logSettings } from './logSettings.ts';
import { hostOf, type Passage, type PassageTrouble, passageTroubles } from './passage.ts';

const noiseRuns = 15;
const readonlyCode = 164;

/**
 * Asks a server everything that measuring on it rests on; `passage` is what stands before it. Reads only. Never throws for a refusal: that is
 * an answer; rejects when the server is out of reach.
 */
export async function examine(
  control: Control,
  now: () => number,
  cluster: string | undefined,
  passage: Passage | undefined,
): Promise<readonly Check[]> {
  return [
    await answered('server', () => server(control)),
    ...passageChecks(passage, cluster),
    await queryLog(control),
    ...(cluster === undefined ? [] : [await clusterLog(control, cluster)]),
    await answered('logging', () => logging(control)),
    await flush(control),
    await processorsLog(control),
    await kill(control),
    await answered('clock', () => clock(control, now)),
    await answered('noise', () => noise(control)),
  ];
}

/** For a check that every user should be able to make: the server's refusal is shown as it is. */
async function answered(name: string, check: () => Promise<Check>): Promise<Check> {
  return attempt(name, check, (_code, message) => ({
    state: 'limited',
    detail: `the server refused to tell: ${message}`,
  }));
}

async function clusterLog(control: Control, cluster: string): Promise<Check> {
  return attempt(
    'cluster',
    async () => {
      const table = `clusterAllReplicas(${stringLiteral(cluster)}, system.query_log)`;
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

async function server(control: Control): Promise<Check> {
  const [row] = await control.rows(
    `SELECT version() AS version, hostName() AS host, toString(getSetting('max_threads')) AS threads`,
    z.object({ version: nameField, host: nameField, threads: nameField }),
  );
  return {
    name: 'server',
    state: 'ok',
    detail: `ClickHouse ${row?.version} on ${row?.host}, max_threads ${row?.threads}`,
  };
}

function passageChecks(passage: Passage | undefined, cluster: string | undefined): readonly Check[] {
  if (passage === undefined)
    return [
      {
        name: 'settings',
        state: 'missing',
        detail: 'this user may not change settings, so caches stay on and executions cannot be marked',
        fix: 'Give the user a profile with readonly = 2 in place of readonly = 1.',
      },
    ];
  const troubles = passageTroubles(passage, cluster);
  const check = (name: PassageTrouble['about'], detail: string): Check => {
    const trouble = troubles.find((one) => one.about === name);
    if (trouble === undefined) return { name, state: 'ok', detail };
    return { name, state: 'missing', detail: trouble.what, fix: trouble.fix };
  };
  const { servers } = passage;
  return [
    check('settings', 'settings arrive, so caches can be switched off and executions marked'),
    check('query id', 'executions keep the query_id they are sent with'),
    check('servers', `fresh connections reach ${servers.length === 1 ? 'one server' : servers.map(hostOf).join(', ')}`),
  ];
}

async function queryLog(control: Control): Promise<Check> {
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

async function logging(control: Control): Promise<Check> {
  const rows = await control.rows(
    `SELECT name, value FROM system.settings
     WHERE name IN ('log_queries', 'log_queries_probability', 'log_queries_min_query_duration_ms')`,
    settingRow,
    { settings: await logSettings(control) },
  );
  const value = (name: string, fallback: number): number =>
    Number(rows.find((row) => row.name === name)?.value ?? fallback);
  if (value('log_queries', 1) === 0)
    return {
      name: 'logging',
      state: 'missing',
      detail: 'log_queries is 0',
      fix: 'Set log_queries = 1 for this user.',
    };
  if (value('log_queries_probability', 1) < 1 || value('log_queries_min_query_duration_ms', 0) > 0)
    return {
      name: 'logging',
      state: 'limited',
      detail: 'only some queries are logged (log_queries_probability, log_queries_min_query_duration_ms)',
      fix: 'Set log_queries_probability = 1 and log_queries_min_query_duration_ms = 0 for this user.',
    };
  return { name: 'logging', state: 'ok', detail: 'every query is logged' };
}

async function flush(control: Control): Promise<Check> {
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

async function processorsLog(control: Control): Promise<Check> {
  return attempt(
    'processors_profile_log',
    async () => {
      await control.rows('SELECT 1 FROM system.processors_profile_log LIMIT 1', anyRow);
      return { state: 'ok', detail: 'time by processor can be read' };
    },
    () => ({ state: 'limited', detail: 'no time by processor: the table is absent or not granted' }),
  );
}

async function kill(control: Control): Promise<Check> {
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

async function clock(control: Control, now: () => number): Promise<Check> {
  const sent = now();
  const [row] = await control.rows(
    'SELECT toString(toUnixTimestamp64Milli(now64(3))) AS ms',
    z.object({ ms: countField }),
  );
  const skew = Number(row?.ms) - (sent + now()) / 2;
  const far = Math.abs(skew) > 60_000;
  return {
    name: 'clock',
    state: far ? 'limited' : 'ok',
    detail: `the server's clock is ${formatSeconds(Math.abs(skew))} ${skew < 0 ? 'behind' : 'ahead of'} this machine's`,
    ...(far ? { fix: 'Set both clocks by NTP: time windows of the log depend on them.' } : {}),
  };
}

/** Spread of one small CPU-bound query: what a time comparison on this server has to work against. */
async function noise(control: Control): Promise<Check> {
  const times: number[] = [];
  for (let run = 0; run < noiseRuns; run++) {
    const began = performance.now();
    await control.rows('SELECT sum(number % 7) AS sum FROM numbers(8000000)', anyRow);
    times.push(performance.now() - began);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(noiseRuns / 2)] ?? 0;
  const spread = ((sorted[Math.floor(noiseRuns * 0.75)] ?? 0) - (sorted[Math.floor(noiseRuns * 0.25)] ?? 0)) / middle;
  return {
    name: 'noise',
    state: spread > 0.15 ? 'limited' : 'ok',
    detail: `the middle half of ${noiseRuns} equal queries spans ${formatShare(spread)} of their median time`,
    ...(spread > 0.15 ? { fix: 'Expect more pairs a case, or measure when the server is quieter.' } : {}),
  };
}

async function attempt(
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
