import { request } from 'node:http';

/** Where and as whom to send a statement. */
export interface Login {
  readonly httpPort: number;
  readonly user: string;
  readonly password: string;
}

/**
 * Sends one statement to a server on 127.0.0.1 and gives the text of its answer: for starting and looking
 * after the server itself, over a fresh connection each time, so that nothing outlives a restart.
 * Rejects with the server's message when it refuses, and when it does not answer in `timeoutMs`.
 */
export function statement(login: Login, sql: string, timeoutMs = 60_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: login.httpPort,
        method: 'POST',
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        headers: { 'X-ClickHouse-User': login.user, 'X-ClickHouse-Key': login.password },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          const text = Buffer.concat(chunks).toString('utf8').trimEnd();
          if (answer.statusCode === 200) resolve(text);
          else reject(new Error(text === '' ? `status ${answer.statusCode}` : text));
        });
      },
    );
    sent.once('error', reject);
    sent.end(sql);
  });
}
