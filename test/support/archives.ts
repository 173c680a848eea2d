import type { Client } from '../../src/clickhouse/http/control.ts';

/**
 * One day of traffic in three forms: `logs.plain` like system.query_log, and `logs.typed` and `logs.json`, the two layouts of
 * PostHog's archive with the names and types that its repository gives to the columns we read. `logs.old` is the typed one
 * as it was before it kept rows of shards. All values are our own.
 */
export async function makeArchives(client: Client): Promise<void> {
  await client.command('CREATE DATABASE logs');
  await client.command('CREATE DATABASE posthog');
  await client.command(
    'CREATE TABLE posthog.events (team_id Int64, event String, timestamp DateTime, properties String) ENGINE = MergeTree ORDER BY team_id',
  );
  await client.command('CREATE TABLE logs.plain AS system.query_log ENGINE = MergeTree ORDER BY event_time');
  for (const rows of [traffic, shards, leftOut]) await client.command(`INSERT INTO logs.plain ${rows}`);
  await client.command(`CREATE TABLE logs.typed (${shared}, ${typed}) ENGINE = MergeTree ORDER BY event_time`);
  await client.command(
    `INSERT INTO logs.typed SELECT ${names}, ${extracted} FROM logs.plain WHERE type != 'QueryStart'`,
  );
  await client.command(
    'CREATE TABLE logs.old ENGINE = MergeTree ORDER BY event_time AS SELECT * EXCEPT (initial_query_id, is_initial_query, lc_workload) FROM logs.typed WHERE is_initial_query',
  );
  await client.command(`CREATE TABLE logs.json (${shared}, ${json}) ENGINE = MergeTree ORDER BY event_time`);
  await client.command(
    `INSERT INTO logs.json (${names}, team_id, log_comment, ProfileEvents) SELECT ${names}, JSONExtractInt(log_comment, 'team_id'),
       if(isValidJSON(log_comment), log_comment, '{}'), ProfileEvents FROM logs.plain WHERE type != 'QueryStart'`,
  );
}

const written = `(type, event_date, event_time, query_id, initial_query_id, is_initial_query, query, query_kind, normalized_query_hash,
  databases, current_database, query_duration_ms, read_bytes, memory_usage, exception_code, log_comment, ProfileEvents)`;
const began = "toDateTime('2026-01-10 00:00:00', 'UTC')";

/** Text of a log_comment; `query` is what an insight asks, which may be wrapped in a node that has it as its source. */
const comment = `concat('{"kind":"', kind, '","product":"', product, '","feature":"', feature, '","workload":"', workload, '","team_id":', toString(team),
  ',"user_email":"jane.doe@example.com","query_type":"', asked, '"', multiIf(asked = '', '', number % 2 = 0,
  concat(',"query":{"kind":"', asked, '","series":[]}'), concat(',"query":{"kind":"DataVisualizationNode","source":{"kind":"', asked, '"}}')), '}')`;

/** Five shapes; the tags of four; failures; CPU time that the kernel did not tell; and QueryStart beside each end. */
const traffic = `${written}
  SELECT if(failed, 'ExceptionWhileProcessing', 'QueryFinish'), toDate(at), at, id, id, 1, text, 'Select', normalizedQueryHash(text),
    ['posthog'], 'posthog', 20 + number % 90, 1000000 * (1 + number % 13), 1000000 * (2 + number % 5), if(failed, 159, 0),
    if(shape = 4, '', ${comment}), map('OSCPUVirtualTimeMicroseconds', toUInt64(3000 * (1 + number % 17) * (5 - shape)), 'RealTimeMicroseconds', 1)
  FROM (
    SELECT number, number % 5 AS shape, number % 50 = 6 AS failed, ${began} + number * 200 AS at, concat('id-', toString(number)) AS id,
      1 + number % 7 AS team, ['request', 'celery', 'temporal', 'request', ''][shape + 1] AS kind,
      ['web_analytics', 'product_analytics', 'warehouse', '', ''][shape + 1] AS product, if(shape = 0, 'query', '') AS feature,
      if(number % 3 = 0, 'OFFLINE', 'ONLINE') AS workload, ['WebStatsTableQuery', 'TrendsQuery', '', 'HogQLQuery', ''][shape + 1] AS asked,
      [concat('SELECT count() FROM events WHERE team_id = ', toString(team)), concat('SELECT uniq(event) FROM events WHERE team_id = ', toString(team)),
       'SELECT max(timestamp) FROM events', 'SELECT min(timestamp) FROM posthog.events', 'SELECT any(event) FROM events'][shape + 1] AS text
    FROM numbers(400)
  )`;

/** What the shards of the first shape used, which is part of its cost. */
const shards = `${written}
  SELECT 'QueryFinish', event_date, event_time, concat('shard-', query_id), query_id, 0, query, query_kind, normalized_query_hash, databases,
    current_database, 1, 0, 0, 0, log_comment, map('OSCPUVirtualTimeMicroseconds', 500000)
  FROM logs.plain WHERE query LIKE 'SELECT count()%'`;

/** Starts, hogbench's own, system tables, none, a table that is not there, and a write. */
const leftOut = `${written}
  SELECT type, toDate(${began}), ${began} + number, concat(id, toString(number)), concat(id, toString(number)), 1, text, kind, normalizedQueryHash(text),
    databases, 'posthog', 5, 100, 100, code, comment, map('OSCPUVirtualTimeMicroseconds', 1000)
  FROM numbers(3) ARRAY JOIN
    ['QueryStart', 'QueryFinish', 'QueryFinish', 'QueryFinish', 'ExceptionBeforeStart', 'QueryFinish', 'QueryFinish'] AS type,
    ['s', 'hogbench-r-', 'y', 'p', 'u', 'w', 'z'] AS id,
    ['SELECT count() FROM events', 'SELECT count() FROM events', 'SELECT name FROM system.tables JOIN system.columns USING name', 'SELECT 1',
     'SELECT 1 FROM nothing', 'INSERT INTO events SELECT * FROM events', 'WITH t AS (SELECT * FROM system.parts) SELECT count() FROM t'] AS text,
    ['Select', 'Select', 'Select', 'Select', 'Select', 'Insert', 'Select'] AS kind,
    [['posthog'], ['posthog'], ['system'], [], [], ['posthog'], ['system']] AS databases,
    [0, 0, 0, 0, 60, 0, 0] AS code,
    ['', '{"product":"web_analytics","hogbench":{"run":"r"}}', '', '', '', '', ''] AS comment`;

const names =
  'type, event_date, event_time, query_id, initial_query_id, is_initial_query, query, query_kind, normalized_query_hash, current_database, query_duration_ms, read_bytes, memory_usage, exception_code';

const shared = `type Enum8('QueryStart' = 1, 'QueryFinish' = 2, 'ExceptionBeforeStart' = 3, 'ExceptionWhileProcessing' = 4), event_date Date, event_time DateTime,
  query_id String, initial_query_id String, is_initial_query UInt8, query String, query_kind LowCardinality(String), normalized_query_hash UInt64,
  current_database LowCardinality(String), query_duration_ms UInt64, read_bytes UInt64, memory_usage UInt64, exception_code Int32, team_id Int64`;

const typed = `ProfileEvents_RealTimeMicroseconds Int64, ProfileEvents_OSCPUVirtualTimeMicroseconds Int64, lc_kind LowCardinality(String),
  lc_product LowCardinality(String), lc_feature LowCardinality(String), lc_workload LowCardinality(String), lc_query_type LowCardinality(String),
  lc_query__kind LowCardinality(String), lc_dashboard_id Int64, lc_org_id String`;

const extracted = `JSONExtractInt(log_comment, 'team_id'), ProfileEvents['RealTimeMicroseconds'], ProfileEvents['OSCPUVirtualTimeMicroseconds'],
  JSONExtractString(log_comment, 'kind'), JSONExtractString(log_comment, 'product'), JSONExtractString(log_comment, 'feature'),
  JSONExtractString(log_comment, 'workload'), JSONExtractString(log_comment, 'query_type'),
  if(JSONHas(log_comment, 'query', 'source'), JSONExtractString(log_comment, 'query', 'source', 'kind'), JSONExtractString(log_comment, 'query', 'kind')),
  JSONExtractInt(log_comment, 'dashboard_id'), JSONExtractString(log_comment, 'org_id')`;

const json = `log_comment JSON(max_dynamic_paths = 256, kind LowCardinality(String), product LowCardinality(String), feature LowCardinality(String),
    workload LowCardinality(String), query_type LowCardinality(String), team_id Int64, dashboard_id Int64, org_id String, chargeable Bool, SKIP user_email),
  ProfileEvents Map(String, UInt64), ProfileEvents_OSCPUVirtualTimeMicroseconds Int64 ALIAS ProfileEvents['OSCPUVirtualTimeMicroseconds'],
  lc_kind LowCardinality(String) ALIAS log_comment.kind, lc_product LowCardinality(String) ALIAS log_comment.product,
  lc_feature LowCardinality(String) ALIAS log_comment.feature, lc_workload LowCardinality(String) ALIAS log_comment.workload,
  lc_query_type LowCardinality(String) ALIAS log_comment.query_type, lc_dashboard_id Int64 ALIAS log_comment.dashboard_id,
  lc_org_id String ALIAS CAST(log_comment.org_id, 'String'),
  lc_query__kind LowCardinality(String) ALIAS if(JSONHas(toString(log_comment), 'query', 'source'),
    JSONExtractString(toString(log_comment), 'query', 'source', 'kind'), JSONExtractString(toString(log_comment), 'query', 'kind'))`;
