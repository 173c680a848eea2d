-- Who comes back: each actor's weeks as an array, unfolded to pairs of first and later week.

-- name: retention
-- description: Weekly retention of persons who left a page
-- tags: {kind: request, product: product_analytics, feature: insight, query_type: RetentionQuery, workload: ONLINE}
-- weight: 480
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 30}
--   - {team: 2, days: 56}
--   - {team: 2, days: 90}
--   - {team: 7, days: 30}
--   - {team: 7, days: 90}
--   - {team: 12, days: 30}
--   - {team: 12, days: 56}
SELECT start_interval, intervals_from_base, count() AS count
FROM (
    SELECT actor_id, arrayJoin(weeks) AS start_interval, arrayJoin(arrayFilter(weeks_later -> greaterOrEquals(weeks_later, 0), arrayMap(week -> dateDiff('week', start_interval, week), weeks))) AS intervals_from_base
    FROM (
        SELECT events.person_id AS actor_id, arraySort(groupUniqArray(toStartOfWeek(toTimeZone(events.timestamp, 'UTC'), 0))) AS weeks
        FROM events
        WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), equals(events.event, '$pageleave'))
        GROUP BY actor_id
    )
)
GROUP BY start_interval, intervals_from_base
ORDER BY start_interval ASC, intervals_from_base ASC
LIMIT 10000
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
