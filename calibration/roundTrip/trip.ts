import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { loadWorkload } from '../../src/workloads/loadWorkload.ts';
import { pinClock } from '../../src/workloads/pinnedClock.ts';
import { type Counters, type Fate, fateOf, type Sent, send } from './roundTrip.ts';

/** A statement's fate, and why its case was left out when it was. */
export interface Traveller {
  readonly id: string;
  readonly fate: Fate;
  readonly reason?: string;
}

/**
 * Sends statements twice, captures them with and without their literals, sends the captured cases, and compares what all of
 * them did.
 *
 * @param client connected to the database of the statements
 * @param capture captures the server's log into a folder of this name below `cwd`, by the command line
 */
export async function roundTrip(
  client: Client,
  statements: readonly Sent[],
  cwd: string,
  capture: (folder: string, keepLiterals: boolean) => Promise<void>,
): Promise<readonly Traveller[]> {
  const first = await send(client, statements, 'first');
  const second = await send(client, statements, 'second');
  await capture('cleaned', false);
  await capture('kept', true);
  const replayed = await replay(client, cwd, 'cleaned');
  const kept = await replay(client, cwd, 'kept');
  const marked = await markedIn(join(cwd, 'cleaned'));
  return statements.map(({ id }) => {
    const reason = marked.get(id);
    const rounds = { first: first.get(id), second: second.get(id), replayed: replayed.get(id), kept: kept.get(id) };
    return {
      id,
      fate: fateOf({ ...rounds, isMarked: reason !== undefined }),
      ...(reason === undefined ? {} : { reason }),
    };
  });
}

async function replay(client: Client, cwd: string, folder: string): Promise<ReadonlyMap<string, Counters>> {
  const { cases } = await loadWorkload(folder, cwd);
  const sent = cases.map((one) => ({
    id: String(one.tags.feature),
    sql: one.now === undefined ? one.sql : pinClock(one.sql, one.now),
    settings: one.settings,
  }));
  return send(client, sent, folder);
}

/** Reasons by statement; a case is named after its tag. */
async function markedIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(folder, 'marked.md'), 'utf8').catch(() => '');
  const found = text.matchAll(/^## (\w+)-[0-9a-f]{8}\/\S+\n\n[^:]*: (.*)\.$/gm);
  return new Map([...found].map(([, id = '', reason = '']) => [id, reason]));
}
