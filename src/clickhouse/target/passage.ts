import { randomBytes } from 'node:crypto';
import { UserError } from '../../model/errors.ts';
import type { Settings } from '../../model/workload.ts';
import type { Connection } from '../http/connection.ts';
import { deadlines } from '../http/deadlines.ts';
import { exceptionAtEnd } from '../http/exceptionText.ts';
import { isServerError } from '../http/refusals.ts';
import { controlError, NotClickHouse } from '../http/requestFailures.ts';
import { openTransport } from '../http/transport.ts';
import { wholeText } from '../http/wholeText.ts';

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

/** An odd number, so that no default and no proxy's own choice is taken for it. */
const oddBlockSize = 65_417;
/** A workload may have hundreds of settings, and a URL only so much room. */
const mostAsked = 40;
const unknownFunction = 46;
const refusedSetting: ReadonlySet<number> = new Set([115, 164, 452]);

interface Answer {
  readonly lost: readonly string[];
  readonly ownId: boolean;
  readonly server: string;
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

/** What there is to be fixed before anything can be measured. A target with a cluster may have many servers. */
export function passageTroubles(passage: Passage, cluster: string | undefined): readonly PassageTrouble[] {
  const found: PassageTrouble[] = [];
  if (passage.lostSettings.length > 0)
    found.push({
      about: 'settings',
      what: `settings sent with a query do not arrive at the server (${passage.lostSettings.join(', ')}): something between drops or replaces them`,
      fix: 'Let the proxy pass every URL parameter, or name the address of the server itself.',
    });
  if (!passage.ownIds)
    found.push({
      about: 'query id',
      what: 'queries get another query_id than they were sent with: something between replaces it, so their rows in query_log cannot be found',
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

interface FirstAnswer {
  readonly answer: Answer;
  readonly settings: Settings;
  readonly identity: string;
}

/** Settings that the server refuses will be told where the cases are; here the others are looked at. */
async function askWith(
  connection: Connection,
  first: FirstAnswer,
  settings: Settings,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    return await ask(connection, { ...first.settings, ...settings }, first.identity, signal);
  } catch (error) {
    if (!isServerError(error)) throw error;
    return ask(connection, first.settings, first.identity, signal);
  }
}

/** Finds what this user may set and what this server can tell. */
async function firstAnswer(connection: Connection, signal: AbortSignal): Promise<FirstAnswer | undefined> {
  let refused: unknown;
  for (const settings of [{ max_block_size: oddBlockSize }, {}])
    for (const identity of ["hostName() || ':' || toString(tcpPort()) || ' ' || toString(serverUUID())", 'hostName()'])
      try {
        return { answer: await ask(connection, settings, identity, signal), settings, identity };
      } catch (error) {
        if (!isServerError(error)) throw error;
        if (!refusedSetting.has(error.code) && error.code !== unknownFunction) throw unusable(error, connection);
        refused = error;
      }
  if (isServerError(refused) && refusedSetting.has(refused.code)) return undefined;
  throw unusable(refused, connection);
}

function unusable(error: unknown, connection: Connection): UserError {
  const message = error instanceof Error ? error.message : String(error);
  const fix = 'hogbench doctor tells what else this user lacks.';
  return new UserError('target', `the server refused a query that reads no table: ${message}`, fix, connection.url);
}

/** One query on a connection of its own, which is what an execution gets when it is the first of a session. */
async function ask(connection: Connection, chosen: Settings, identity: string, signal: AbortSignal): Promise<Answer> {
  const transport = openTransport(connection);
  const token = randomBytes(8).toString('hex');
  const queryId = `hogbench-passage-${token}`;
  const logComment = JSON.stringify({ hogbench: { purpose: 'check', token } });
  const own = { readonly: 2, log_comment: logComment };
  const settings: Settings = { ...own, ...without(chosen, (name) => name in own || shapesAnswers.test(name)) };
  const names = Object.keys(settings).slice(0, mostAsked);
  const values = names.map((name) => `toString(getSetting('${name}'))`).join(', ');
  try {
    const { body, headers, exceptionTag } = await transport.send({
      sql: `SELECT ${identity} AS server, [${values}] AS settings FORMAT JSONEachRow`,
      ...{ queryId, settings, params: {}, form: 'none', timeoutMs: deadlines.check, signal },
    });
    const text = await wholeText(body, longestAnswer);
    const failure = exceptionAtEnd(text, exceptionTag);
    if (failure !== undefined) throw failure;
    const row = rowOf(text);
    return {
      lost: names.filter((name, at) => !isSame(row.settings[at], settings[name])),
      ownId: headers['x-clickhouse-query-id'] === queryId,
      server: row.server,
    };
  } catch (error) {
    throw controlError(error, connection, 'whether settings and ids arrive');
  } finally {
    transport.close();
  }
}

interface Told {
  readonly server: string;
  readonly settings: readonly string[];
}

/** A profile may have rows written as one array. */
function rowOf(answer: string): Told {
  const told = JSON.parse(answer) as Told | readonly [Told] | null;
  const row = Array.isArray(told) ? told[0] : told;
  if (typeof row?.server !== 'string' || !Array.isArray(row.settings)) throw new NotClickHouse();
  return row;
}

/** These would act on our own row, take it away or write it otherwise. */
const shapesAnswers = /^(?:limit|offset|extremes|additional_result_filter)$|^output_format_/;

function without(settings: Settings, isLeftOut: (name: string) => boolean): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !isLeftOut(name)));
}

/** A switch is told back as a word. */
function isSame(told: string | undefined, sent: string | number | undefined): boolean {
  return told === String(sent) || (told === 'true' && Number(sent) === 1);
}

const longestAnswer = 1024 ** 2;
