import http from 'node:http';
import https from 'node:https';
import { type Connection, prefixOf } from './connection.ts';
import { tlsOptions } from './transport.ts';

export interface Heartbeat {
  /** Resolves when anything at all was answered. @throws when the server cannot be reached, or on the signal */
  beat(signal: AbortSignal): Promise<void>;
  close(): void;
}

/** More than this is no answer to a beat: a page of a proxy is not read to its end. */
const longestAnswer = 64 * 1024;

/**
 * Asks a server for a sign of life, over a connection of its own: `GET /ping`, which needs no user, is no query, and which
 * leaves nothing in a log. Whoever stands before the server may answer otherwise; that is a sign of life as well.
 */
export function heartbeat(connection: Connection): Heartbeat {
  const url = new URL(connection.url);
  const secure = url.protocol === 'https:';
  const options = { keepAlive: true, maxSockets: 1 };
  const agent = secure ? new https.Agent({ ...options, ...tlsOptions(connection) }) : new http.Agent(options);
  const { request } = secure ? https : http;
  const address = new URL(`${prefixOf(connection)}/ping`, url.origin);
  return {
    beat: (signal) =>
      new Promise((resolve, reject) => {
        const sent = request(address, { agent, signal }, (response) => {
          let length = 0;
          response.on('data', (chunk: Buffer) => {
            length += chunk.length;
            if (length > longestAnswer) response.destroy();
          });
          response.on('error', reject);
          response.on('close', resolve);
        });
        sent.on('error', reject);
        sent.end();
      }),
    close: () => agent.destroy(),
  };
}
