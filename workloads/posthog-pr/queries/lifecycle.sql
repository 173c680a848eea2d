-- New, returning, resurrecting and dormant persons by week.

-- name: lifecycle
-- description: Lifecycle of persons who left a page, by week
-- tags: {kind: request, product: product_analytics, feature: insight, query_type: LifecycleQuery, workload: ONLINE}
-- weight: 190
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 30}
--   - {team: 2, days: 35}
--   - {team: 2, days: 90}
--   - {team: 7, days: 30}
--   - {team: 7, days: 90}
--   - {team: 12, days: 30}
SELECT start_of_period, status, count() AS counts
FROM (
    SELECT actor_id, arraySort(groupUniqArray(toStartOfWeek(toTimeZone(events.timestamp, 'UTC'), 0))) AS active_weeks, arrayMap((current_week, earlier, nth) -> tuple(current_week, multiIf(equals(nth, 1), 'new', equals(earlier, minus(current_week, toIntervalWeek(1))), 'returning', 'resurrecting')), active_weeks, arrayPushFront(arrayPopBack(active_weeks), arrayElement(active_weeks, 1)), arrayEnumerate(active_weeks)) AS active, arrayMap(week -> tuple(plus(week, toIntervalWeek(1)), 'dormant'), arrayFilter(week -> not(has(active_weeks, plus(week, toIntervalWeek(1)))), active_weeks)) AS dormant, arrayJoin(arrayConcat(active, dormant)) AS period_status, tupleElement(period_status, 1) AS start_of_period, tupleElement(period_status, 2) AS status
    FROM (
        SELECT if(not(empty(events__override.distinct_id)), events__override.person_id, events.person_id) AS actor_id, events.timestamp AS timestamp
        FROM events
        LEFT OUTER JOIN (
            SELECT tupleElement(argMax(tuple(person_distinct_id_overrides.person_id), person_distinct_id_overrides.version), 1) AS person_id, person_distinct_id_overrides.distinct_id AS distinct_id
            FROM person_distinct_id_overrides
            WHERE equals(person_distinct_id_overrides.team_id, {team:UInt32})
            GROUP BY person_distinct_id_overrides.distinct_id
            HAVING ifNull(equals(tupleElement(argMax(tuple(person_distinct_id_overrides.is_deleted), person_distinct_id_overrides.version), 1), 0), 0)
            SETTINGS optimize_aggregation_in_order=1
        ) AS events__override ON equals(events.distinct_id, events__override.distinct_id)
        WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), equals(events.event, '$pageleave'))
    ) AS events
    GROUP BY actor_id
)
WHERE lessOrEquals(start_of_period, assumeNotNull(toDateTime('2026-03-31 23:59:59', 'UTC')))
GROUP BY start_of_period, status
ORDER BY start_of_period ASC, status ASC
LIMIT 50000
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
