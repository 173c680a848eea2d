-- Conversion over time, broken down by a materialised property.

-- name: funnel_trends_breakdown
-- description: Daily conversion from cart to checkout by browser
-- tags: {kind: request, product: product_analytics, feature: insight, query_type: FunnelsQuery, workload: ONLINE}
-- weight: 260
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 30}
--   - {team: 7, days: 90}
--   - {team: 12, days: 30}
SELECT entrance_period_start, breakdown_value, countIf(greaterOrEquals(steps, 1)) AS reached_from_step_count, countIf(greaterOrEquals(steps, 2)) AS reached_to_step_count, if(greater(reached_from_step_count, 0), round(multiply(divide(reached_to_step_count, reached_from_step_count), 100), 2), 0) AS conversion_rate
FROM (
    SELECT if(not(empty(events__override.distinct_id)), events__override.person_id, events.person_id) AS aggregation_target, toStartOfDay(toTimeZone(events.timestamp, 'UTC')) AS entrance_period_start, ifNull(nullIf(nullIf(events.`mat_$browser`, ''), 'null'), '') AS breakdown_value, windowFunnel(86400000)(toUInt64(toUnixTimestamp64Milli(toTimeZone(events.timestamp, 'UTC'))), equals(events.event, 'add to cart'), equals(events.event, 'checkout')) AS steps
    FROM events
    LEFT OUTER JOIN (
        SELECT tupleElement(argMax(tuple(person_distinct_id_overrides.person_id), person_distinct_id_overrides.version), 1) AS person_id, person_distinct_id_overrides.distinct_id AS distinct_id
        FROM person_distinct_id_overrides
        WHERE equals(person_distinct_id_overrides.team_id, {team:UInt32})
        GROUP BY person_distinct_id_overrides.distinct_id
        HAVING ifNull(equals(tupleElement(argMax(tuple(person_distinct_id_overrides.is_deleted), person_distinct_id_overrides.version), 1), 0), 0)
        SETTINGS optimize_aggregation_in_order=1
    ) AS events__override ON equals(events.distinct_id, events__override.distinct_id)
    WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), in(events.event, tuple('add to cart', 'checkout')))
    GROUP BY aggregation_target, entrance_period_start, breakdown_value
)
GROUP BY entrance_period_start, breakdown_value
ORDER BY entrance_period_start ASC, breakdown_value ASC
LIMIT 1000
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;

-- The same funnel where the property comes from the JSON.

-- name: funnel_trends_breakdown_json
-- description: Daily conversion from cart to checkout by browser, read from the JSON
-- tags: {kind: request, product: product_analytics, feature: insight, query_type: FunnelsQuery, workload: ONLINE}
-- weight: 110
-- params:
--   - {team: 2, days: 30}
SELECT entrance_period_start, breakdown_value, countIf(greaterOrEquals(steps, 1)) AS reached_from_step_count, countIf(greaterOrEquals(steps, 2)) AS reached_to_step_count, if(greater(reached_from_step_count, 0), round(multiply(divide(reached_to_step_count, reached_from_step_count), 100), 2), 0) AS conversion_rate
FROM (
    SELECT if(not(empty(events__override.distinct_id)), events__override.person_id, events.person_id) AS aggregation_target, toStartOfDay(toTimeZone(events.timestamp, 'UTC')) AS entrance_period_start, ifNull(replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(events.properties, '$browser'), ''), 'null'), '^"|"$', ''), '') AS breakdown_value, windowFunnel(86400000)(toUInt64(toUnixTimestamp64Milli(toTimeZone(events.timestamp, 'UTC'))), equals(events.event, 'add to cart'), equals(events.event, 'checkout')) AS steps
    FROM events
    LEFT OUTER JOIN (
        SELECT tupleElement(argMax(tuple(person_distinct_id_overrides.person_id), person_distinct_id_overrides.version), 1) AS person_id, person_distinct_id_overrides.distinct_id AS distinct_id
        FROM person_distinct_id_overrides
        WHERE equals(person_distinct_id_overrides.team_id, {team:UInt32})
        GROUP BY person_distinct_id_overrides.distinct_id
        HAVING ifNull(equals(tupleElement(argMax(tuple(person_distinct_id_overrides.is_deleted), person_distinct_id_overrides.version), 1), 0), 0)
        SETTINGS optimize_aggregation_in_order=1
    ) AS events__override ON equals(events.distinct_id, events__override.distinct_id)
    WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), in(events.event, tuple('add to cart', 'checkout')))
    GROUP BY aggregation_target, entrance_period_start, breakdown_value
)
GROUP BY entrance_period_start, breakdown_value
ORDER BY entrance_period_start ASC, breakdown_value ASC
LIMIT 1000
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
