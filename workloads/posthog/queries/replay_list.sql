-- The list of recordings, filtered by what happened in them: a set of session ids from events.

-- name: replay_list
-- description: Recordings with a purchase, longest activity first
-- tags: {kind: request, product: replay, feature: replay, query_type: RecordingsQuery, workload: ONLINE}
-- weight: 830
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 30}
--   - {team: 12, days: 90}
SELECT s.session_id AS session_id, max(s.distinct_id) AS distinct_id, min(toTimeZone(s.min_first_timestamp, 'UTC')) AS start_time, max(toTimeZone(s.max_last_timestamp, 'UTC')) AS end_time, dateDiff('second', start_time, end_time) AS duration, argMinMerge(s.first_url) AS first_url, sum(s.click_count) AS click_count, sum(s.keypress_count) AS keypress_count, divide(sum(s.active_milliseconds), 1000) AS active_seconds, sum(s.console_error_count) AS console_error_count
FROM session_replay_events AS s
WHERE and(equals(s.team_id, {team:UInt32}), greaterOrEquals(s.min_first_timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(s.min_first_timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), globalIn(s.session_id, (
    SELECT DISTINCT events.`$session_id` AS session_id
    FROM events
    WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), equals(events.event, 'purchase'), notEmpty(events.`$session_id`))
)))
GROUP BY s.session_id
HAVING greaterOrEquals(active_seconds, 5)
ORDER BY active_seconds DESC, session_id ASC
LIMIT 51
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
