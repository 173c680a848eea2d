import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { type ClickHouseClientConfigOptions, parseError } from '@clickhouse/client';
import type { Params } from '../model/workload.ts';
import type { ParameterTexts } from '../sql/values/parameterText.ts';
import { boundStatement, withQuerySize } from './boundStatement.ts';
import { type Connection, prefixOf } from './connection.ts';
import { formBody } from './formBody.ts';
import { searchText } from './queryParameters.ts';
import { RequestTooLong } from './requestTooLong.ts';

/** The client's own contract for what carries its requests: its `connection` option. */
export type Transport = NonNullable<ClickHouseClientConfigOptions['connection']>;
type ExecParams = Parameters<Transport['exec']>[0];
type ExecResult = Awaited<ReturnType<Transport['exec']>>;

/**
 * Closes an idle socket before any server does (3 s was the default until 23.11), so that no execution
 * is lost on a connection the server has just closed.
 */
const idleSocketMs = 2500;

/**
 * Carries the client's `exec` over a bare keep-alive request. The client's own transport waits for a timer
 * of a millisecond before each request and sends the text in chunks: docs/performance.md has the figures.
 */
export function directTransport(connection: Connection): Transport {
  const sendExec = execSender(connection);
  return {
    exec: sendExec.exec,
    close: async () => sendExec.agent.destroy(),
    ping: () => refuse('ping'),
    query: () => refuse('query'),
    insert: () => refuse('insert'),
    command: () => refuse('command'),
  };
}

interface ExecSender {
  readonly agent: http.Agent;
  exec(params: ExecParams): Promise<ExecResult>;
}

function execSender(connection: Connection): ExecSender {
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

  function exec(params: ExecParams): Promise<ExecResult> {
    const queryId = params.query_id ?? '';
    const bound = boundStatement(params.query, (params.query_params ?? {}) as Params, 'allowed');
    const form =
      Object.keys(bound.inForm).length === 0 ? undefined : formBody({ ...fieldsOf(bound.inForm), query: bound.sql });
    const body = form?.text ?? bound.sql;
    const options: https.RequestOptions = {
      ...fixed,
      path: `${prefix}/?${searchText({
        queryId,
        database: connection.database,
        params: bound.inUrl,
        settings: withQuerySize(params.clickhouse_settings ?? {}, bound),
      })}`,
      headers: {
        Authorization: authorization,
        'Content-Length': Buffer.byteLength(body),
        ...(form === undefined ? {} : { 'Content-Type': form.contentType }),
      },
    };
    const signal = params.abort_signal;
    if (signal?.aborted === true) return Promise.reject(abortError());
    return new Promise((resolve, reject) => {
      const sent = request(options, (response) => {
        if (isTooLong(response.statusCode)) {
          response.resume();
          reject(new RequestTooLong(response.statusCode));
        } else if (isRefused(response)) readException(response).then(reject, reject);
        else
          resolve({
            stream: response,
            query_id: queryId,
            response_headers: response.headers,
            http_status_code: response.statusCode ?? 0,
          });
      });
      sent.on('error', reject);
      // the request's own `signal` option does the same at six times the cost
      if (signal !== undefined) {
        const abort = (): void => void sent.destroy(abortError());
        signal.addEventListener('abort', abort);
        sent.on('close', () => signal.removeEventListener('abort', abort));
      }
      sent.end(body);
    });
  }
  return { agent, exec };
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
function isTooLong(status: number | undefined): boolean {
  return status === 413 || status === 414 || status === 431;
}

async function readException(response: Readable): Promise<Error> {
  return parseError(await text(response));
}

/** Worded as the client does. */
function abortError(): Error {
  return new Error('The user aborted a request.');
}

async function text(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function refuse(method: string): Promise<never> {
  throw new Error(`${method} is not for measured executions`);
}
