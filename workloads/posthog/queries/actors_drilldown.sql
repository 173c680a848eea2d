-- The list of persons behind a bar of a chart: a ranking of actors, then their person rows.

-- name: actors_drilldown
-- description: Persons with the most purchases and signups, with their e-mail addresses
-- tags: {kind: request, product: product_analytics, feature: insight, query_type: ActorsQuery, workload: ONLINE}
-- weight: 560
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 14}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 14}
--   - {team: 7, days: 30}
--   - {team: 12, days: 30}
--   - {team: 12, days: 90}
SELECT persons.id AS id, replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(persons.properties, 'email'), ''), 'null'), '^"|"$', '') AS email, source.event_count AS event_count
FROM (
    SELECT if(not(empty(events__override.distinct_id)), events__override.person_id, events.person_id) AS actor_id, count() AS event_count
    FROM events
    LEFT OUTER JOIN (
        SELECT tupleElement(argMax(tuple(person_distinct_id_overrides.person_id), person_distinct_id_overrides.version), 1) AS person_id, person_distinct_id_overrides.distinct_id AS distinct_id
        FROM person_distinct_id_overrides
        WHERE equals(person_distinct_id_overrides.team_id, {team:UInt32})
        GROUP BY person_distinct_id_overrides.distinct_id
        HAVING ifNull(equals(tupleElement(argMax(tuple(person_distinct_id_overrides.is_deleted), person_distinct_id_overrides.version), 1), 0), 0)
        SETTINGS optimize_aggregation_in_order=1
    ) AS events__override ON equals(events.distinct_id, events__override.distinct_id)
    WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), in(events.event, tuple('purchase', 'signup')))
    GROUP BY actor_id
) AS source
INNER JOIN (
    SELECT tupleElement(argMax(tuple(person.properties), person.version), 1) AS properties, person.id AS id
    FROM person
    WHERE and(equals(person.team_id, {team:UInt32}), globalIn(person.id, (
        SELECT where_optimization.id AS id
        FROM person AS where_optimization
        WHERE and(equals(where_optimization.team_id, {team:UInt32}), globalIn(where_optimization.id, (
            SELECT if(not(empty(events__override.distinct_id)), events__override.person_id, events.person_id) AS actor_id
            FROM events
            LEFT OUTER JOIN (
                SELECT tupleElement(argMax(tuple(person_distinct_id_overrides.person_id), person_distinct_id_overrides.version), 1) AS person_id, person_distinct_id_overrides.distinct_id AS distinct_id
                FROM person_distinct_id_overrides
                WHERE equals(person_distinct_id_overrides.team_id, {team:UInt32})
                GROUP BY person_distinct_id_overrides.distinct_id
                HAVING ifNull(equals(tupleElement(argMax(tuple(person_distinct_id_overrides.is_deleted), person_distinct_id_overrides.version), 1), 0), 0)
                SETTINGS optimize_aggregation_in_order=1
            ) AS events__override ON equals(events.distinct_id, events__override.distinct_id)
            WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), in(events.event, tuple('purchase', 'signup')))
        )))
    )))
    GROUP BY person.id
    HAVING ifNull(equals(tupleElement(argMax(tuple(person.is_deleted), person.version), 1), 0), 0)
    SETTINGS optimize_aggregation_in_order=1
) AS persons ON equals(persons.id, source.actor_id)
ORDER BY source.event_count DESC, persons.id ASC
LIMIT 101
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
