-- Which other events go with conversion: the funnel is joined back to all events of its actors.

-- name: funnel_correlation
-- description: Events of persons who went from cart to checkout and of those who did not
-- tags: {kind: request, product: product_analytics, feature: insight, query_type: FunnelCorrelationQuery, workload: ONLINE}
-- weight: 120
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 14}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 30}
--   - {team: 12, days: 30}
SELECT event.event AS name, countDistinctIf(event.person_id, greaterOrEquals(funnel_actors.steps, 2)) AS success_count, countDistinctIf(event.person_id, less(funnel_actors.steps, 2)) AS failure_count
FROM events AS event
INNER JOIN (
    SELECT events.person_id AS actor_id, windowFunnel(1209600000)(toUInt64(toUnixTimestamp64Milli(toTimeZone(events.timestamp, 'UTC'))), equals(events.event, 'add to cart'), equals(events.event, 'checkout')) AS steps, min(toTimeZone(events.timestamp, 'UTC')) AS first_timestamp
    FROM events
    WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), in(events.event, tuple('add to cart', 'checkout')))
    GROUP BY actor_id
    HAVING greaterOrEquals(steps, 1)
) AS funnel_actors ON equals(event.person_id, funnel_actors.actor_id)
WHERE and(equals(event.team_id, {team:UInt32}), greaterOrEquals(event.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(event.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), greaterOrEquals(event.timestamp, funnel_actors.first_timestamp), notIn(event.event, tuple('add to cart', 'checkout')))
GROUP BY name
ORDER BY success_count DESC, name ASC
LIMIT 100
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
