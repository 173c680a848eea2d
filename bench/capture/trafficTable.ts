import { z } from 'zod';
import type { Client } from '../../src/clickhouse/http/control.ts';

export const trafficTable = 'bench.query_log';

/** Columns of system.query_log that a capture reads. */
const columns = `type Enum8('QueryStart' = 1, 'QueryFinish' = 2, 'ExceptionBeforeStart' = 3, 'ExceptionWhileProcessing' = 4),
  event_date Date, event_time DateTime, query_duration_ms UInt64, read_bytes UInt64, memory_usage UInt64,
  current_database LowCardinality(String), query String, normalized_query_hash UInt64,
  query_kind LowCardinality(String), databases Array(LowCardinality(String)), exception_code Int32,
  is_initial_query UInt8, query_id String, log_comment String, ProfileEvents Map(LowCardinality(String), UInt64),
  Settings Map(LowCardinality(String), LowCardinality(String))`;

/** 400 shapes of unequal frequency, 5,000 teams of unequal size, 40 profile events a row; one in 97 timed out. */
const generated = `
  WITH cityHash64(number, 'shape') % 400 AS raw, toUInt32(raw * raw / 400) AS shape, cityHash64(number, 'cost') AS draw,
    exp((draw % 1000) / 250) * (1 + shape % 17) AS weight,
    toUInt32(pow(cityHash64(number, 'team') % 1000 / 1000, 4) * 5000) + 1 AS team
  SELECT if(draw % 97 = 0, 'ExceptionWhileProcessing', 'QueryFinish'), toDate(event_time), now() - toUInt32(number % 600000) AS event_time,
    toUInt64(weight * 10), toUInt64(weight * 100000), toUInt64(weight * 200000), 'posthog',
    concat('SELECT toStartOfDay(toTimeZone(events.timestamp, \\'UTC\\')) AS day_', toString(shape), ', uniq(events.person_id) AS total FROM events LEFT OUTER JOIN (SELECT tupleElement(argMax(tuple(person_distinct_id_overrides.person_id), person_distinct_id_overrides.version), 1) AS person_id, person_distinct_id_overrides.distinct_id AS distinct_id FROM person_distinct_id_overrides WHERE equals(person_distinct_id_overrides.team_id, ', toString(team), ') GROUP BY person_distinct_id_overrides.distinct_id) AS overrides ON equals(events.distinct_id, overrides.distinct_id) WHERE and(equals(events.team_id, ', toString(team), '), equals(events.event, \\'$pageview\\'), equals(person.properties___email, \\'user', toString(draw), '@example.com\\')) GROUP BY day_', toString(shape), ' SETTINGS readonly=2, max_execution_time=60'),
    cityHash64('hash', shape), 'Select', ['posthog'], if(draw % 97 = 0, 159, 0), 1,
    toString(reinterpretAsUUID(concat(reinterpretAsString(draw), reinterpretAsString(number)))) AS query_id,
    concat('{"kind": "request", "id": "', query_id, '", "team_id": ', toString(team), ', "user_id": ', toString(draw % 100000), ', "product": "product_', toString(shape % 9), '", "feature": "insight", "query_type": "Query', toString(shape % 23), '", "workload": "ONLINE"}'),
    mapFromArrays(arrayMap(i -> if(i = 20, 'OSCPUVirtualTimeMicroseconds', concat('Event', toString(i))), range(40)), arrayMap(i -> if(i = 20, toUInt64(weight * 9000), bitAnd(draw, 0xFFFF) * (i % 7)), range(40))),
    map('max_threads', '4', 'join_algorithm', 'direct,parallel_hash,hash', 'readonly', '2')
  FROM numbers(`;

/** Makes a log of so many rows, unless one of that size is there from before. */
export async function fillTraffic(client: Client, rows: number): Promise<void> {
  await client.command('CREATE DATABASE IF NOT EXISTS bench');
  await client.command(
    `CREATE TABLE IF NOT EXISTS ${trafficTable} (${columns}) ENGINE = MergeTree ORDER BY event_time`,
  );
  const [found] = await client.rows(
    `SELECT toString(count()) AS rows FROM ${trafficTable}`,
    z.object({ rows: z.string() }),
  );
  if (Number(found?.rows) === rows) return;
  await client.command(`TRUNCATE TABLE ${trafficTable}`);
  await client.command(`INSERT INTO ${trafficTable} ${generated}${rows})`);
}
