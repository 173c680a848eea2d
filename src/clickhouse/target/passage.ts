import { UserError } from '../../model/errors.ts';
import type { Settings } from '../../model/workload.ts';
import type { Connection } from '../http/connection.ts';
import { askWith, firstAnswer } from './passageQuestion.ts';

/** What stands between us and a server lets through, seen on fresh connections. */
export interface Passage {
  /** Names of settings that were sent and did not arrive. */
  readonly lostSettings: readonly string[];
  /** Whether every query had the id it was sent with. */
  readonly ownIds: boolean;
  /** Server processes that answered, each by host, port and id. */
  readonly servers: readonly string[];
}

/** Something between that keeps a server from being measured, and what to do about it. */
export interface PassageTrouble {
  readonly about: 'settings' | 'query id' | 'servers';
  readonly what: string;
  readonly fix: string;
}

/**
 * Sends a small query over each of some fresh connections, and looks at what arrived. Undefined for a user who may change
 * no setting at all: nothing can be told then, and nothing can be measured either.
 * @param sets settings that executions will have, tried in turn
 * @throws UserError target, as for any control query
 */
export async function examinePassage(
  connection: Connection,
  connections: number,
  sets: readonly Settings[],
  signal: AbortSignal,
): Promise<Passage | undefined> {
  const first = await firstAnswer(connection, signal);
  if (first === undefined) return undefined;
  const told = sets.map(toldBack).filter((one) => Object.keys(one).length > 0);
  const others = await Promise.all(
    Array.from({ length: connections - 1 }, (_, at) =>
      askWith(connection, first, told[at % Math.max(1, told.length)] ?? {}, signal),
    ),
  );
  const answers = [first.answer, ...others];
  return {
    lostSettings: [...new Set(answers.flatMap((one) => one.lost))],
    ownIds: answers.every((one) => one.ownId),
    servers: [...new Set(answers.map((one) => one.server))].sort(),
  };
}

/** What has to be fixed before anything can be measured. A target with a cluster may have many servers. */
export function passageTroubles(passage: Passage, cluster: string | undefined): readonly PassageTrouble[] {
  const found: PassageTrouble[] = [];
  if (passage.lostSettings.length > 0)
    found.push({
      about: 'settings',
      what: `settings sent with a query do not arrive at the server (${passage.lostSettings.join(', ')}): something in between drops or replaces them`,
      fix: 'Let the proxy pass every URL parameter, or name the address of the server itself.',
    });
  if (!passage.ownIds)
    found.push({
      about: 'query id',
      what: 'queries arrive with a query_id other than the one they were sent with: something in between replaces it, so their rows in query_log cannot be found',
      fix: 'Let the proxy keep query_id, or name the address of the server itself.',
    });
  if (passage.servers.length > 1 && cluster === undefined)
    found.push({
      about: 'servers',
      what: `${passage.servers.length} servers answer at this address: ${passage.servers.map(hostOf).join(', ')}`,
      fix: 'Name the address of one of them, or give the target its cluster, so that the query_log of each is read.',
    });
  return found;
}

/** @throws UserError target when this address cannot be measured, however good the server behind it is */
export async function checkPassage(
  connection: Connection,
  connections: number,
  cluster: string | undefined,
  sets: readonly Settings[],
  signal: AbortSignal,
): Promise<void> {
  const passage = await examinePassage(connection, connections, sets, signal);
  const troubles = passage === undefined ? [] : passageTroubles(passage, cluster);
  const [first] = troubles;
  if (first === undefined) return;
  throw new UserError('target', troubles.map((one) => one.what).join('; '), first.fix, connection.url);
}

/** Those whose value a server tells back as it was sent: whole numbers, but not the 0 that means a choice of its own. */
function toldBack(settings: Settings): Settings {
  return Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => /^[1-9]\d{0,15}$/.test(String(value)) && /^\w+$/.test(name)),
  );
}

/** The id of a server says nothing to people. */
export function hostOf(server: string): string {
  return server.split(' ', 1)[0] ?? server;
}
