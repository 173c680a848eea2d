import { request } from 'node:http';
import { wholeText } from '../http/answerBody.ts';

/** A version, or an exception. */
const longestAnswer = 1024 ** 2;

/** Where and as whom to send a statement. */
export interface Login {
  readonly httpPort: number;
  readonly user: string;
  readonly password: string;
}

/**
 * Sends one statement to a server on 127.0.0.1 and gives the text of its answer: for starting and looking
 * after the server itself, over a fresh connection each time, so that nothing outlives a restart.
 * Rejects with the server's message when it refuses, and when it has not answered in `timeoutMs` or `signal` aborts.
 */
export function statement(login: Login, sql: string, timeoutMs: number, signal?: AbortSignal): Promise<string> {
  const limit = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: login.httpPort,
        method: 'POST',
        agent: false,
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
        headers: { 'X-ClickHouse-User': login.user, 'X-ClickHouse-Key': login.password },
      },
      (answer) => {
        wholeText(answer, longestAnswer).then((whole) => {
          const text = whole.trimEnd();
          if (answer.statusCode === 200) resolve(text);
          else reject(new Error(text === '' ? `status ${answer.statusCode}` : text));
        }, reject);
      },
    );
    sent.once('error', reject);
    sent.end(sql);
  });
}
