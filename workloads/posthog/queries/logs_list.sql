-- A search in log bodies: newest lines that contain a word.

-- name: logs_list
-- description: Newest log lines of one service with a timeout
-- tags: {kind: request, product: logs, feature: logs, query_type: LogsQuery, workload: LOGS}
-- weight: 690
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 14}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 7}
--   - {team: 7, days: 30}
--   - {team: 12, days: 30}
SELECT logs.uuid AS uuid, toTimeZone(logs.timestamp, 'UTC') AS timestamp, logs.body AS body, logs.severity_text AS severity_text, logs.service_name AS service_name, logs.trace_id AS trace_id, logs.attributes AS attributes
FROM logs
WHERE and(equals(logs.team_id, {team:UInt32}), greaterOrEquals(logs.time_bucket, toStartOfDay(minus(assumeNotNull(toDateTime('2026-04-01 00:00:00', 'UTC')), toIntervalDay({days:UInt16})))), greaterOrEquals(logs.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(logs.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), equals(logs.service_name, 'api'), ilike(logs.body, '%timeout%'))
ORDER BY logs.timestamp DESC, logs.uuid DESC
LIMIT 101
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
