import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { type Loop, logComment, newQueryId, runFor, type Server, settings, statement } from './loop.ts';

/** The official client with its own transport and default options. */
export function clientLoop(server: Server, concurrency: number): Loop {
  const sent: Record<string, string | number> = { ...settings, log_comment: logComment };
  const client = createClient({
    url: server.url,
    username: server.user,
    password: server.password,
    max_open_connections: concurrency,
    log: { level: ClickHouseLogLevel.OFF },
  });
  async function once(): Promise<number> {
    await client.command({
      query: statement,
      query_id: newQueryId(),
      clickhouse_settings: sent,
    });
    return 1;
  }
  return { run: (ms) => runFor(ms, concurrency, once), close: () => client.close() };
}
