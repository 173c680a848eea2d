-- A list of sessions: the time range becomes a range of UUIDv7 hours of the sort key.

-- name: sessions_list
-- description: Latest sessions with their entry page and source
-- tags: {kind: request, product: product_analytics, feature: sessions, query_type: SessionsQuery, workload: ONLINE}
-- weight: 350
-- params:
--   - {team: 2, days: 3}
--   - {team: 2, days: 7}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 3}
--   - {team: 7, days: 30}
--   - {team: 12, days: 30}
SELECT raw_sessions.session_id_v7 AS session_id, min(toTimeZone(raw_sessions.min_timestamp, 'UTC')) AS start_timestamp, max(toTimeZone(raw_sessions.max_timestamp, 'UTC')) AS end_timestamp, argMinMerge(raw_sessions.entry_url) AS entry_url, argMaxMerge(raw_sessions.end_url) AS end_url, nullIf(argMinMerge(raw_sessions.initial_utm_source), '') AS initial_utm_source, sum(raw_sessions.pageview_count) AS pageview_count, uniqMerge(raw_sessions.pageview_uniq) AS pageview_uniq
FROM raw_sessions
WHERE and(equals(raw_sessions.team_id, {team:UInt32}), greaterOrEquals(fromUnixTimestamp(intDiv(toUInt64(bitShiftRight(raw_sessions.session_id_v7, 80)), 1000)), minus(assumeNotNull(toDateTime('2026-04-01 00:00:00', 'UTC')), toIntervalDay({days:UInt16}))), lessOrEquals(fromUnixTimestamp(intDiv(toUInt64(bitShiftRight(raw_sessions.session_id_v7, 80)), 1000)), assumeNotNull(toDateTime('2026-03-31 23:59:59', 'UTC'))))
GROUP BY raw_sessions.session_id_v7
ORDER BY start_timestamp DESC, session_id ASC
LIMIT 101
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
