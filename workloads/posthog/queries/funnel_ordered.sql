-- An ordered funnel. PostHog counts it in a function of its own; a plain server has windowFunnel.

-- name: funnel_ordered
-- description: Cart to checkout to purchase within 14 days
-- tags: {kind: request, product: product_analytics, feature: insight, query_type: FunnelsQuery, workload: ONLINE}
-- weight: 1500
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 30}
--   - {team: 12, days: 30}
--   - {team: 12, days: 90}
SELECT countIf(greaterOrEquals(steps, 1)) AS step_1, countIf(greaterOrEquals(steps, 2)) AS step_2, countIf(greaterOrEquals(steps, 3)) AS step_3
FROM (
    SELECT if(not(empty(events__override.distinct_id)), events__override.person_id, events.person_id) AS aggregation_target, windowFunnel(1209600000)(toUInt64(toUnixTimestamp64Milli(toTimeZone(events.timestamp, 'UTC'))), equals(events.event, 'add to cart'), equals(events.event, 'checkout'), equals(events.event, 'purchase')) AS steps
    FROM events
    LEFT OUTER JOIN (
        SELECT tupleElement(argMax(tuple(person_distinct_id_overrides.person_id), person_distinct_id_overrides.version), 1) AS person_id, person_distinct_id_overrides.distinct_id AS distinct_id
        FROM person_distinct_id_overrides
        WHERE equals(person_distinct_id_overrides.team_id, {team:UInt32})
        GROUP BY person_distinct_id_overrides.distinct_id
        HAVING ifNull(equals(tupleElement(argMax(tuple(person_distinct_id_overrides.is_deleted), person_distinct_id_overrides.version), 1), 0), 0)
        SETTINGS optimize_aggregation_in_order=1
    ) AS events__override ON equals(events.distinct_id, events__override.distinct_id)
    WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), in(events.event, tuple('add to cart', 'checkout', 'purchase')))
    GROUP BY aggregation_target
    HAVING greaterOrEquals(steps, 1)
)
LIMIT 100
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
