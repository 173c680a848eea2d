-- The web dashboard from the daily pre-aggregates: states are merged, no event is read.

-- name: web_preaggregated
-- description: Visitors, sessions and views by path, pre-aggregated
-- tags: {kind: request, product: web_analytics, feature: web_analytics, query_type: WebStatsTableQuery, workload: ONLINE}
-- weight: 1900
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 30}
--   - {team: 7, days: 90}
--   - {team: 12, days: 30}
SELECT web_pre_aggregated_stats.pathname AS breakdown_value, uniqMerge(web_pre_aggregated_stats.persons_uniq_state) AS visitors, uniqMerge(web_pre_aggregated_stats.sessions_uniq_state) AS sessions, sumMerge(web_pre_aggregated_stats.pageviews_count_state) AS views
FROM web_pre_aggregated_stats
WHERE and(equals(web_pre_aggregated_stats.team_id, {team:UInt32}), greaterOrEquals(web_pre_aggregated_stats.period_bucket, minus(assumeNotNull(toDateTime('2026-04-01 00:00:00', 'UTC')), toIntervalDay({days:UInt16}))), lessOrEquals(web_pre_aggregated_stats.period_bucket, assumeNotNull(toDateTime('2026-03-31 23:59:59', 'UTC'))))
GROUP BY breakdown_value
ORDER BY views DESC, breakdown_value ASC
LIMIT 101
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
