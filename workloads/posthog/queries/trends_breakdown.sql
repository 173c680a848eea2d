-- A trends insight broken down by a property: the 25 most frequent values, the rest as one. The
-- property is read from the JSON.

-- name: trends_breakdown
-- description: Pageviews by day and current URL, top 25 and other, read from the JSON
-- tags: {kind: request, product: product_analytics, feature: insight, query_type: TrendsQuery, workload: ONLINE}
-- weight: 1800
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 7}
--   - {team: 7, days: 30}
--   - {team: 12, days: 30}
--   - {team: 12, days: 90}
SELECT breakdown_value, arrayMap(number -> plus(toStartOfDay(minus(assumeNotNull(toDateTime('2026-04-01 00:00:00', 'UTC')), toIntervalDay({days:UInt16}))), toIntervalDay(number)), range(0, plus(dateDiff('day', minus(assumeNotNull(toDateTime('2026-04-01 00:00:00', 'UTC')), toIntervalDay({days:UInt16})), assumeNotNull(toDateTime('2026-03-31 23:59:59', 'UTC'))), 1))) AS date, arrayMap(day -> arraySum(arrayMap((day_start, value) -> if(equals(day_start, day), value, 0), groupArray(day_start), groupArray(count))), date) AS total
FROM (
    SELECT day_start, sum(count) AS count, if(greater(rank, 25), '$$_posthog_breakdown_other_$$', value) AS breakdown_value
    FROM (
        SELECT day_start, count, value, dense_rank() OVER (ORDER BY overall DESC, value ASC) AS rank
        FROM (
            SELECT day_start, count, value, sum(count) OVER (PARTITION BY value) AS overall
            FROM (
                SELECT count() AS count, toStartOfDay(toTimeZone(events.timestamp, 'UTC')) AS day_start, ifNull(nullIf(toString(replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(events.properties, '$current_url'), ''), 'null'), '^"|"$', '')), ''), '$$_posthog_breakdown_null_$$') AS value
                FROM events
                WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), equals(events.event, '$pageview'))
                GROUP BY day_start, value
            )
        )
    )
    GROUP BY day_start, breakdown_value
)
GROUP BY breakdown_value
ORDER BY if(equals(breakdown_value, '$$_posthog_breakdown_other_$$'), 1, 0) ASC, arraySum(total) DESC, breakdown_value ASC
LIMIT 50000
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;

-- The same breakdown by the property's own column.

-- name: trends_breakdown_materialised
-- description: Pageviews by day and current URL, top 25 and other, read from its column
-- tags: {kind: request, product: product_analytics, feature: insight, query_type: TrendsQuery, workload: ONLINE}
-- weight: 1500
-- params:
--   - {team: 2, days: 30}
--   - {team: 12, days: 90}
SELECT breakdown_value, arrayMap(number -> plus(toStartOfDay(minus(assumeNotNull(toDateTime('2026-04-01 00:00:00', 'UTC')), toIntervalDay({days:UInt16}))), toIntervalDay(number)), range(0, plus(dateDiff('day', minus(assumeNotNull(toDateTime('2026-04-01 00:00:00', 'UTC')), toIntervalDay({days:UInt16})), assumeNotNull(toDateTime('2026-03-31 23:59:59', 'UTC'))), 1))) AS date, arrayMap(day -> arraySum(arrayMap((day_start, value) -> if(equals(day_start, day), value, 0), groupArray(day_start), groupArray(count))), date) AS total
FROM (
    SELECT day_start, sum(count) AS count, if(greater(rank, 25), '$$_posthog_breakdown_other_$$', value) AS breakdown_value
    FROM (
        SELECT day_start, count, value, dense_rank() OVER (ORDER BY overall DESC, value ASC) AS rank
        FROM (
            SELECT day_start, count, value, sum(count) OVER (PARTITION BY value) AS overall
            FROM (
                SELECT count() AS count, toStartOfDay(toTimeZone(events.timestamp, 'UTC')) AS day_start, ifNull(nullIf(toString(nullIf(nullIf(events.`mat_$current_url`, ''), 'null')), ''), '$$_posthog_breakdown_null_$$') AS value
                FROM events
                WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), equals(events.event, '$pageview'))
                GROUP BY day_start, value
            )
        )
    )
    GROUP BY day_start, breakdown_value
)
GROUP BY breakdown_value
ORDER BY if(equals(breakdown_value, '$$_posthog_breakdown_other_$$'), 1, 0) ASC, arraySum(total) DESC, breakdown_value ASC
LIMIT 50000
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
