-- What a user writes in the SQL editor: CTEs, JSON properties, all of time.

-- name: hogql_adhoc
-- description: Revenue by plan and UTM source of persons who signed up, all time
-- tags: {kind: request, product: product_analytics, feature: sql_editor, query_type: HogQLQuery, workload: ONLINE}
-- lint-ignore: [unbounded-time]   # what users write themselves has no time range
-- weight: 150
-- params:
--   - {team: 2}
--   - {team: 7}
--   - {team: 12}
--   - {team: 1}
WITH purchases AS (
    SELECT events.person_id AS person_id, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(events.properties, 'plan'), ''), 'null'), '^"|"$', '') AS plan, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(events.properties, 'utm_source'), ''), 'null'), '^"|"$', '') AS source, toInt64OrNull(replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(events.properties, 'price'), ''), 'null'), '^"|"$', '')) AS price
    FROM events
    WHERE and(equals(events.team_id, {team:UInt32}), equals(events.event, 'purchase'))
), signups AS (
    SELECT events.person_id AS person_id, min(toTimeZone(events.timestamp, 'UTC')) AS signed_up_at
    FROM events
    WHERE and(equals(events.team_id, {team:UInt32}), equals(events.event, 'signup'))
    GROUP BY events.person_id
)
SELECT purchases.plan AS plan, ifNull(purchases.source, 'direct') AS source, count() AS purchase_count, count(DISTINCT purchases.person_id) AS buyers, sum(purchases.price) AS revenue, divide(revenue, buyers) AS revenue_per_buyer
FROM purchases
INNER JOIN signups ON equals(purchases.person_id, signups.person_id)
GROUP BY plan, source
ORDER BY revenue DESC, plan ASC, source ASC
LIMIT 100
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
