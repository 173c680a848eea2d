-- User paths: each session's pages in order, cut into pairs of page and next page.

-- name: paths
-- description: Most frequent steps between pages
-- tags: {kind: request, product: product_analytics, feature: insight, query_type: PathsQuery, workload: ONLINE}
-- weight: 210
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 7}
--   - {team: 7, days: 30}
--   - {team: 12, days: 30}
SELECT source, target, count() AS event_count, round(divide(sum(seconds), count()), 3) AS average_seconds
FROM (
    SELECT tupleElement(step, 1) AS source, tupleElement(step, 2) AS target, tupleElement(step, 3) AS seconds
    FROM (
        SELECT arraySort(groupArray(tuple(toUnixTimestamp(toTimeZone(events.timestamp, 'UTC')), ifNull(nullIf(nullIf(events.`mat_$pathname`, ''), 'null'), ''), events.uuid))) AS visits, arrayMap((here, there) -> tuple(concat('1_', tupleElement(here, 2)), concat('2_', tupleElement(there, 2)), minus(tupleElement(there, 1), tupleElement(here, 1))), arrayPopBack(visits), arrayPopFront(visits)) AS steps
        FROM events
        WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), equals(events.event, '$pageview'))
        GROUP BY events.`$session_id`
    )
    ARRAY JOIN steps AS step
)
WHERE notEquals(substring(source, 3), substring(target, 3))
GROUP BY source, target
ORDER BY event_count DESC, source ASC, target ASC
LIMIT 50
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;

-- The same steps where the path comes from the JSON.

-- name: paths_json
-- description: Most frequent steps between pages, read from the JSON
-- tags: {kind: request, product: product_analytics, feature: insight, query_type: PathsQuery, workload: ONLINE}
-- weight: 90
-- params:
--   - {team: 2, days: 7}
SELECT source, target, count() AS event_count, round(divide(sum(seconds), count()), 3) AS average_seconds
FROM (
    SELECT tupleElement(step, 1) AS source, tupleElement(step, 2) AS target, tupleElement(step, 3) AS seconds
    FROM (
        SELECT arraySort(groupArray(tuple(toUnixTimestamp(toTimeZone(events.timestamp, 'UTC')), ifNull(replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(events.properties, '$pathname'), ''), 'null'), '^"|"$', ''), ''), events.uuid))) AS visits, arrayMap((here, there) -> tuple(concat('1_', tupleElement(here, 2)), concat('2_', tupleElement(there, 2)), minus(tupleElement(there, 1), tupleElement(here, 1))), arrayPopBack(visits), arrayPopFront(visits)) AS steps
        FROM events
        WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), equals(events.event, '$pageview'))
        GROUP BY events.`$session_id`
    )
    ARRAY JOIN steps AS step
)
WHERE notEquals(substring(source, 3), substring(target, 3))
GROUP BY source, target
ORDER BY event_count DESC, source ASC, target ASC
LIMIT 50
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
