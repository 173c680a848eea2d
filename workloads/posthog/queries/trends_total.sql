-- A trends insight that counts events by day: the commonest query of all. The URL filter is a
-- materialised property.

-- name: trends_total
-- description: Pageviews by day whose URL contains a word, up to the second day of a month
-- tags: {kind: request, product: product_analytics, feature: insight, query_type: TrendsQuery, workload: ONLINE}
-- weight: 5200
-- params:
--   - {team: 2, days: 4}
--   - {team: 2, days: 7}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 4}
--   - {team: 7, days: 30}
--   - {team: 12, days: 30}
SELECT arrayMap(number -> plus(toStartOfDay(minus(assumeNotNull(toDateTime('2026-03-03 00:00:00', 'UTC')), toIntervalDay({days:UInt16}))), toIntervalDay(number)), range(0, plus(dateDiff('day', minus(assumeNotNull(toDateTime('2026-03-03 00:00:00', 'UTC')), toIntervalDay({days:UInt16})), assumeNotNull(toDateTime('2026-03-02 23:59:59', 'UTC'))), 1))) AS date, arrayMap(day -> arraySum(arrayMap((day_start, value) -> if(equals(day_start, day), value, 0), groupArray(day_start), groupArray(count))), date) AS total
FROM (
    SELECT sum(total) AS count, day_start
    FROM (
        SELECT count() AS total, toStartOfDay(toTimeZone(events.timestamp, 'UTC')) AS day_start
        FROM events
        WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-03-03 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-02 23:59:59', 6, 'UTC')), equals(events.event, '$pageview'), ifNull(ilike(nullIf(nullIf(events.`mat_$current_url`, ''), 'null'), '%docs%'), 0))
        GROUP BY day_start
    )
    GROUP BY day_start
    ORDER BY day_start ASC
)
ORDER BY arraySum(total) DESC
LIMIT 50000
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;

-- The same filter where the property has no column of its own.

-- name: trends_total_json
-- description: Pageviews by day whose URL contains a word, read from the JSON
-- tags: {kind: request, product: product_analytics, feature: insight, query_type: TrendsQuery, workload: ONLINE}
-- weight: 2100
-- params:
--   - {team: 2, days: 7}
--   - {team: 7, days: 30}
SELECT arrayMap(number -> plus(toStartOfDay(minus(assumeNotNull(toDateTime('2026-03-03 00:00:00', 'UTC')), toIntervalDay({days:UInt16}))), toIntervalDay(number)), range(0, plus(dateDiff('day', minus(assumeNotNull(toDateTime('2026-03-03 00:00:00', 'UTC')), toIntervalDay({days:UInt16})), assumeNotNull(toDateTime('2026-03-02 23:59:59', 'UTC'))), 1))) AS date, arrayMap(day -> arraySum(arrayMap((day_start, value) -> if(equals(day_start, day), value, 0), groupArray(day_start), groupArray(count))), date) AS total
FROM (
    SELECT sum(total) AS count, day_start
    FROM (
        SELECT count() AS total, toStartOfDay(toTimeZone(events.timestamp, 'UTC')) AS day_start
        FROM events
        WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-03-03 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-02 23:59:59', 6, 'UTC')), equals(events.event, '$pageview'), ifNull(ilike(replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(events.properties, '$current_url'), ''), 'null'), '^"|"$', ''), '%docs%'), 0))
        GROUP BY day_start
    )
    GROUP BY day_start
    ORDER BY day_start ASC
)
ORDER BY arraySum(total) DESC
LIMIT 50000
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
