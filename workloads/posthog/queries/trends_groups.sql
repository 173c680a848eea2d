-- A trends insight over groups (organisations): the groups table is joined for a group property.

-- name: trends_groups
-- description: Active organisations by industry and week
-- tags: {kind: request, product: product_analytics, feature: insight, query_type: TrendsQuery, workload: ONLINE}
-- weight: 310
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 30}
--   - {team: 2, days: 60}
--   - {team: 2, days: 90}
--   - {team: 7, days: 30}
--   - {team: 7, days: 90}
--   - {team: 12, days: 90}
SELECT toStartOfWeek(toTimeZone(events.timestamp, 'UTC'), 0) AS week_start, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(groups_0.group_properties, 'industry'), ''), 'null'), '^"|"$', '') AS industry, count(DISTINCT events.`$group_0`) AS organisations, count() AS total
FROM events
LEFT JOIN (
    SELECT argMax(groups.group_properties, groups._timestamp) AS group_properties, groups.group_key AS key
    FROM groups
    WHERE and(equals(groups.team_id, {team:UInt32}), equals(groups.group_type_index, 0))
    GROUP BY groups.group_key
) AS groups_0 ON equals(events.`$group_0`, groups_0.key)
WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), equals(events.event, 'file uploaded'), notEquals(events.`$group_0`, ''))
GROUP BY week_start, industry
ORDER BY week_start ASC, industry ASC
LIMIT 50000
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
