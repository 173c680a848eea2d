import http from 'node:http';
import { type Loop, logComment, newQueryId, runFor, type Server, settings, statement } from './loop.ts';

/** The least that Node can do: one thread, a keep-alive agent, the same parameters and headers, the answer drained. */
export function bareLoop(server: Server, concurrency: number): Loop {
  const agent = new http.Agent({ keepAlive: true, maxSockets: concurrency });
  const { hostname: host, port } = new URL(server.url);
  const authorization = `Basic ${Buffer.from(`${server.user}:${server.password}`).toString('base64')}`;
  const headers = { Authorization: authorization, 'Content-Length': Buffer.byteLength(statement) };

  function once(): Promise<number> {
    const search = new URLSearchParams({
      query_id: newQueryId(),
      ...settings,
      log_comment: logComment,
    });
    return new Promise((resolve, reject) => {
      const request = http.request({ host, port, path: `/?${search}`, method: 'POST', agent, headers }, (response) => {
        const ok = response.statusCode === 200 && response.headers['x-clickhouse-exception-code'] === undefined;
        response.on('end', () => (ok ? resolve(1) : reject(new Error(`status ${response.statusCode}`))));
        response.on('error', reject);
        response.resume();
      });
      request.on('error', reject);
      request.end(statement);
    });
  }
  return { run: (ms) => runFor(ms, concurrency, once), close: async () => agent.destroy() };
}
