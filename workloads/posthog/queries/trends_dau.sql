-- A trends insight over unique persons: every event row goes through the persons override join.

-- name: trends_dau
-- description: Daily active users by pageview
-- tags: {kind: request, product: product_analytics, feature: insight, query_type: TrendsQuery, workload: ONLINE}
-- weight: 3900
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 30}
--   - {team: 12, days: 7}
--   - {team: 12, days: 30}
SELECT arrayMap(number -> plus(toStartOfDay(minus(assumeNotNull(toDateTime('2026-04-01 00:00:00', 'UTC')), toIntervalDay({days:UInt16}))), toIntervalDay(number)), range(0, plus(dateDiff('day', minus(assumeNotNull(toDateTime('2026-04-01 00:00:00', 'UTC')), toIntervalDay({days:UInt16})), assumeNotNull(toDateTime('2026-03-31 23:59:59', 'UTC'))), 1))) AS date, arrayMap(day -> arraySum(arrayMap((day_start, value) -> if(equals(day_start, day), value, 0), groupArray(day_start), groupArray(count))), date) AS total
FROM (
    SELECT sum(total) AS count, day_start
    FROM (
        SELECT count(DISTINCT if(not(empty(events__override.distinct_id)), events__override.person_id, events.person_id)) AS total, toStartOfDay(toTimeZone(events.timestamp, 'UTC')) AS day_start
        FROM events
        LEFT OUTER JOIN (
            SELECT tupleElement(argMax(tuple(person_distinct_id_overrides.person_id), person_distinct_id_overrides.version), 1) AS person_id, person_distinct_id_overrides.distinct_id AS distinct_id
            FROM person_distinct_id_overrides
            WHERE equals(person_distinct_id_overrides.team_id, {team:UInt32})
            GROUP BY person_distinct_id_overrides.distinct_id
            HAVING ifNull(equals(tupleElement(argMax(tuple(person_distinct_id_overrides.is_deleted), person_distinct_id_overrides.version), 1), 0), 0)
            SETTINGS optimize_aggregation_in_order=1
        ) AS events__override ON equals(events.distinct_id, events__override.distinct_id)
        WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), equals(events.event, '$pageview'))
        GROUP BY day_start
    )
    GROUP BY day_start
    ORDER BY day_start ASC
)
ORDER BY arraySum(total) DESC
LIMIT 50000
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
