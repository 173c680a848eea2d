-- The head of the web dashboard: this period and the one before, events joined to their sessions.

-- name: web_overview_compare
-- description: Visitors, views, sessions, duration and bounce rate against the period before
-- tags: {kind: request, product: web_analytics, feature: web_analytics, query_type: WebOverviewQuery, workload: ONLINE}
-- weight: 2600
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 7}
--   - {team: 7, days: 30}
--   - {team: 12, days: 7}
--   - {team: 12, days: 30}
SELECT uniqIf(session_person_id, current) AS unique_users, uniqIf(session_person_id, not(current)) AS previous_unique_users, sumIf(filtered_pageview_count, current) AS total_pageviews, sumIf(filtered_pageview_count, not(current)) AS previous_pageviews, uniqIf(session_id, current) AS unique_sessions, uniqIf(session_id, not(current)) AS previous_unique_sessions, avgIf(session_duration, current) AS average_duration, avgIf(session_duration, not(current)) AS previous_average_duration, countIf(and(current, is_bounce)) AS bounces, countIf(and(not(current), is_bounce)) AS previous_bounces
FROM (
    SELECT events.`$session_id_uuid` AS session_id, min(events.person_id) AS session_person_id, count() AS filtered_pageview_count, max(events__session.duration) AS session_duration, max(events__session.is_bounce) AS is_bounce, greaterOrEquals(min(events__session.start_timestamp), minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))) AS current
    FROM events
    LEFT JOIN (
        SELECT raw_sessions.session_id_v7 AS session_id_v7, min(toTimeZone(raw_sessions.min_timestamp, 'UTC')) AS start_timestamp, dateDiff('second', min(toTimeZone(raw_sessions.min_timestamp, 'UTC')), max(toTimeZone(raw_sessions.max_timestamp, 'UTC'))) AS duration, and(lessOrEquals(uniqMerge(raw_sessions.pageview_uniq), 1), less(duration, 60)) AS is_bounce
        FROM raw_sessions
        WHERE and(equals(raw_sessions.team_id, {team:UInt32}), greaterOrEquals(fromUnixTimestamp(intDiv(toUInt64(bitShiftRight(raw_sessions.session_id_v7, 80)), 1000)), minus(minus(assumeNotNull(toDateTime('2026-04-01 00:00:00', 'UTC')), toIntervalDay(multiply({days:UInt16}, 2))), toIntervalDay(3))), lessOrEquals(fromUnixTimestamp(intDiv(toUInt64(bitShiftRight(raw_sessions.session_id_v7, 80)), 1000)), plus(assumeNotNull(toDateTime('2026-03-31 23:59:59', 'UTC')), toIntervalDay(3))))
        GROUP BY raw_sessions.session_id_v7
    ) AS events__session ON equals(events.`$session_id_uuid`, events__session.session_id_v7)
    WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay(multiply({days:UInt16}, 2)))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), equals(events.event, '$pageview'), isNotNull(events.`$session_id_uuid`))
    GROUP BY session_id
)
LIMIT 100
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
