import { z } from 'zod';
import type { Client } from '../../src/clickhouse/http/control.ts';
import { anyRow } from '../../src/clickhouse/http/rowShape.ts';

const columns = [
  ...['type', 'query_id', 'query_kind', 'current_database', 'databases', 'tables', 'query', 'normalized_query_hash'],
  ...['is_initial_query', 'query_duration_ms', 'read_rows', 'read_bytes', 'memory_usage', 'exception_code'],
  ...['log_comment', 'ProfileEvents', 'Settings', 'used_functions'],
];

/**
 * What the log of a server has of queries of which the id begins so, as lines of an export, oldest first. Their times are drawn out:
 * what took a minute takes `factor` minutes, each query as long as before.
 */
export async function drawnOutLog(client: Client, idPrefix: string, factor: number): Promise<readonly string[]> {
  await client.command('SYSTEM FLUSH LOGS query_log');
  const of = `type = 'QueryFinish' AND startsWith(query_id, '${idPrefix}')`;
  const [first] = await client.rows(
    `SELECT min(toUnixTimestamp64Micro(query_start_time_microseconds)) AS us FROM system.query_log WHERE ${of}`,
    z.object({ us: z.coerce.number() }),
  );
  const start = `${first?.us} + (toUnixTimestamp64Micro(query_start_time_microseconds) - ${first?.us}) * ${factor}`;
  const rows = await client.rows(
    `WITH toInt64(${start}) AS start_us, fromUnixTimestamp64Micro(start_us, 'UTC') AS started,
       fromUnixTimestamp64Micro(toInt64(start_us + query_duration_ms * 1000), 'UTC') AS ended
     SELECT ${columns.join(', ')}, toDateTime(started, 'UTC') AS query_start_time, started AS query_start_time_microseconds,
       toDateTime(ended, 'UTC') AS event_time, ended AS event_time_microseconds
     FROM system.query_log WHERE ${of} ORDER BY started`,
    anyRow,
    { maxBytes: 256 * 1024 * 1024, timeoutMs: 60_000 },
  );
  return rows.map((row) => JSON.stringify(row));
}
