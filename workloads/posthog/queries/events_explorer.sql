-- The activity page: the newest events with all their columns, properties as a whole among them.

-- name: events_explorer
-- description: Newest events with wide columns
-- tags: {kind: request, product: product_analytics, feature: activity, query_type: EventsQuery, workload: ONLINE}
-- weight: 1100
-- params:
--   - {team: 2, days: 1}
--   - {team: 2, days: 7}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 1}
--   - {team: 7, days: 30}
--   - {team: 12, days: 7}
--   - {team: 12, days: 30}
SELECT tuple(events.uuid, events.event, events.properties, toTimeZone(events.timestamp, 'UTC'), events.team_id, events.distinct_id, events.elements_chain, toTimeZone(events.created_at, 'UTC')) AS row, events.event AS event, ifNull(nullIf(nullIf(events.`mat_$current_url`, ''), 'null'), '') AS url, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(events.properties, '$os'), ''), 'null'), '^"|"$', '') AS os, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(events.person_properties, 'email'), ''), 'null'), '^"|"$', '') AS email, toTimeZone(events.timestamp, 'UTC') AS timestamp
FROM events
WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), ifNull(notEquals(replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(events.properties, 'plan'), ''), 'null'), '^"|"$', ''), 'enterprise'), 1))
ORDER BY events.timestamp DESC, events.uuid DESC
LIMIT 101
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
