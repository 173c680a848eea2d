import { setMaxListeners } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { Params, Settings } from '../../model/workload.ts';
import { RequestAborted, timerMs } from '../../runner/waiting.ts';
import type { ParameterTexts } from '../../sql/values/parameterText.ts';
import { wholeText } from './answerBody.ts';
import { boundStatement, withQuerySize } from './boundStatement.ts';
import { type Connection, prefixOf } from './connection.ts';
import { DeadlineExceeded } from './deadlines.ts';
import { longestException, parseException } from './exceptionText.ts';
import { NotClickHouse, RequestTooLong } from './requestFailures.ts';
import { formBody, searchText } from './requestFields.ts';

/** One statement, and how long it may take from now to the end of its answer. */
export interface Sent {
  readonly sql: string;
  readonly queryId: string;
  readonly params: Params;
  readonly settings: Settings;
  readonly session?: string | undefined;
  /** Whether long parameters may travel in a form that is the body. */
  readonly form: 'allowed' | 'none';
  /** Bytes that trickle in never lengthen it, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** An answer that began well. Whoever takes it reads it to its end, or destroys it. */
export interface Answer {
  readonly body: http.IncomingMessage;
  readonly headers: http.IncomingHttpHeaders;
  /** Frames an exception at the end of the body; servers before 25.11 send none. */
  readonly exceptionTag: string | undefined;
}

/** Carries every request to one server. */
export interface Transport {
  /**
   * Resolves when the answer begins. A deadline or an abort later on is an error of the body.
   * @throws ServerError for what the server refuses; DeadlineExceeded; RequestAborted; else the connection's error
   */
  send(sent: Sent): Promise<Answer>;
  close(): void;
}

/**
 * Closes an idle socket before any server does (3 s was the default until 23.11), so that no execution
 * is lost on a connection the server has just closed.
 */
const idleSocketMs = 2500;

/**
 * A bare keep-alive request for each statement. The official client waits for a timer of a millisecond before each one and
 * sends the text in chunks (docs/performance.md has the figures), counts idle time alone, and unpacks whatever comes.
 */
export function openTransport(connection: Connection): Transport {
  const url = new URL(connection.url);
  const prefix = prefixOf(connection);
  const secure = url.protocol === 'https:';
  const agentOptions = { keepAlive: true, timeout: idleSocketMs };
  const agent = secure ? new https.Agent({ ...agentOptions, ...tlsOptions(connection) }) : new http.Agent(agentOptions);
  const request = secure ? https.request : http.request;
  const fixed = {
    method: 'POST',
    agent,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
  };
  const authorization = `Basic ${Buffer.from(`${connection.user}:${connection.password}`).toString('base64')}`;

  function send(one: Sent): Promise<Answer> {
    const { signal } = one;
    if (signal?.aborted === true) return Promise.reject(abortError(signal));
    if (signal !== undefined) letManyListen(signal);
    const bound = boundStatement(one.sql, one.params, one.form);
    const form =
      Object.keys(bound.inForm).length === 0 ? undefined : formBody({ ...fieldsOf(bound.inForm), query: bound.sql });
    const body = form?.text ?? bound.sql;
    const options: https.RequestOptions = {
      ...fixed,
      path: `${prefix}/?${searchText({
        queryId: one.queryId,
        session: one.session,
        database: connection.database,
        params: bound.inUrl,
        settings: withQuerySize(one.settings, bound),
      })}`,
      headers: {
        Authorization: authorization,
        'User-Agent': 'hogbench',
        'Content-Length': Buffer.byteLength(body),
        ...(form === undefined ? {} : { 'Content-Type': form.contentType }),
      },
    };
    return new Promise((resolve, reject) => {
      let answer: http.IncomingMessage | undefined;
      const fail = (error: Error): void => {
        reject(error);
        // a body is told why it ends; without one, there is only the request to be torn down
        if (answer === undefined) sent.destroy(error);
        else answer.destroy(error);
      };
      const sent = request(options, (response) => {
        answer = response;
        // what destroys it is kept for whoever reads it later
        response.on('error', () => undefined);
        accept(response).then(resolve, fail);
      });
      const timer = setTimeout(() => fail(new DeadlineExceeded(one.timeoutMs)), timerMs(one.timeoutMs));
      // the request's own `signal` option does the same at six times the cost
      const abort = (): void => fail(abortError(signal));
      signal?.addEventListener('abort', abort);
      sent.on('error', reject);
      sent.on('close', () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        if (answer === undefined) reject(new Error('socket hang up'));
      });
      sent.end(body);
    });
  }
  return { send, close: () => agent.destroy() };
}

/** @throws what the server, or something else in its place, says instead of an answer */
async function accept(response: http.IncomingMessage): Promise<Answer> {
  const { headers, statusCode = 0 } = response;
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw new NotClickHouse(`it is encoded (${encoding}), which nobody asked for`);
  if (isTooLong(statusCode)) throw new RequestTooLong(statusCode);
  if (statusCode >= 300 && statusCode <= 399) throw new NotClickHouse(`it sends us elsewhere, HTTP ${statusCode}`);
  if (isRefused(response)) throw await refusal(response);
  const tag = headers['x-clickhouse-exception-tag'];
  return { body: response, headers, exceptionTag: typeof tag === 'string' ? tag : undefined };
}

async function refusal(response: http.IncomingMessage): Promise<Error> {
  const { headers, statusCode = 0 } = response;
  const said = parseException(await wholeText(response, longestException));
  // an empty page says nothing at all
  if (said.message.trim() === '' && headers['x-clickhouse-exception-code'] === undefined)
    return new NotClickHouse(`HTTP ${statusCode} without a word`);
  return said;
}

function fieldsOf(params: ParameterTexts): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(params).map(([name, text]) => [`param_${name}`, text]));
}

/** How a connection proves who it is, and whom it believes. */
export function tlsOptions(connection: Connection): https.AgentOptions {
  if (connection.tls === undefined) return {};
  const { caCert, client } = connection.tls;
  return { ...(caCert === undefined ? {} : { ca: caCert }), ...client };
}

/** The server announces an exception by the status, or by a header when it had already begun to answer. */
function isRefused({ headers, statusCode = 0 }: http.IncomingMessage): boolean {
  return statusCode < 200 || statusCode > 299 || headers['x-clickhouse-exception-code'] !== undefined;
}

/** 413, 414 and 431: of a proxy mostly, whose page says less. */
function isTooLong(status: number): boolean {
  return status === 413 || status === 414 || status === 431;
}

const shared = new WeakSet<AbortSignal>();

/** The signal of a run has a listener for each request in flight, which is no leak. */
function letManyListen(signal: AbortSignal): void {
  if (shared.has(signal)) return;
  setMaxListeners(0, signal);
  shared.add(signal);
}

/** A signal can be somebody's time limit too. */
function abortError(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error && reason.name === 'TimeoutError' ? new Error('Timeout error.') : new RequestAborted();
}
