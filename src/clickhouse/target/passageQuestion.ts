import { randomBytes } from 'node:crypto';
import { UserError } from '../../model/errors.ts';
import type { Settings } from '../../model/workload.ts';
import { wholeText } from '../http/answerBody.ts';
import type { Connection } from '../http/connection.ts';
import { controlError } from '../http/controlErrors.ts';
import { deadlines } from '../http/deadlines.ts';
import { exceptionAtEnd } from '../http/exceptionText.ts';
import { isServerError } from '../http/refusals.ts';
import { NotClickHouse } from '../http/requestFailures.ts';
import { openTransport } from '../http/transport.ts';

/** An odd number, so that no default and no proxy's own choice is taken for it. */
const oddBlockSize = 65_417;
/** A workload may have hundreds of settings, and a URL only so much room. */
const mostAsked = 40;
const unknownFunction = 46;
const refusedSetting: ReadonlySet<number> = new Set([115, 164, 452]);

/** What arrived at a server of one query. */
export interface Answer {
  readonly lost: readonly string[];
  readonly ownId: boolean;
  readonly server: string;
}

/** What this user may set and this server can tell, and its first answer. */
export interface FirstAnswer {
  readonly answer: Answer;
  readonly settings: Settings;
  readonly identity: string;
}

/** Settings that the server refuses will be told where the cases are; here the others are looked at. */
export async function askWith(
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
export async function firstAnswer(connection: Connection, signal: AbortSignal): Promise<FirstAnswer | undefined> {
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
