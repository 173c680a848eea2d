import { z } from 'zod';
import type { Check } from '../../model/serverAnswers.ts';
import { formatSeconds } from '../../text/quantity.ts';
import type { Control } from '../http/control.ts';
import { countField, nameField, settingRow } from '../http/rowShape.ts';
import { logSettings } from './knownSettings.ts';
import { hostOf, type Passage, type PassageTrouble, passageTroubles } from './passage.ts';
import {
  attempt,
  flushes,
  kills,
  readsClusterLog,
  readsProcesses,
  readsProcessorsLog,
  readsQueryLog,
  readsState,
} from './rightsChecks.ts';

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
    await readsQueryLog(control),
    ...(cluster === undefined ? [] : [await readsClusterLog(control, cluster)]),
    await answered('logging', () => logging(control)),
    await flushes(control),
    await readsProcessorsLog(control),
    await kills(control),
    await readsProcesses(control, cluster),
    await readsState(control, cluster),
    await answered('clock', () => clock(control, now)),
  ];
}

/** For a check that every user should be able to make: the server's refusal is shown as it is. */
async function answered(name: string, check: () => Promise<Check>): Promise<Check> {
  return attempt(name, check, (_code, message) => ({
    state: 'limited',
    detail: `the server refused to tell: ${message}`,
  }));
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
    ...(far ? { fix: 'Synchronise both clocks by NTP: time windows of the log depend on them.' } : {}),
  };
}
