-- An experiment: first exposure by person, then the metric after exposure.

-- name: experiment_exposures
-- description: Exposed persons and their revenue by variant
-- tags: {kind: request, product: experiments, feature: experiment, query_type: ExperimentQuery, workload: ONLINE}
-- weight: 420
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 10}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 30}
--   - {team: 12, days: 30}
SELECT variant, count() AS num_users, countIf(greater(value, 0)) AS converted, sum(value) AS total_sum, sum(multiply(value, value)) AS total_sum_of_squares
FROM (
    SELECT exposures.variant AS variant, exposures.entity_id AS entity_id, sum(if(greaterOrEquals(metric_events.timestamp, exposures.first_exposure_time), ifNull(metric_events.value, 0), 0)) AS value
    FROM (
        SELECT events.person_id AS entity_id, argMin(replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(events.properties, '$feature_flag_response'), ''), 'null'), '^"|"$', ''), tuple(events.timestamp, events.uuid)) AS variant, min(toTimeZone(events.timestamp, 'UTC')) AS first_exposure_time
        FROM events
        WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), equals(events.event, '$feature_flag_called'), ifNull(equals(replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(events.properties, '$feature_flag'), ''), 'null'), '^"|"$', ''), 'new-onboarding'), 0))
        GROUP BY entity_id
    ) AS exposures
    LEFT JOIN (
        SELECT events.person_id AS entity_id, events.timestamp AS timestamp, toInt64OrNull(replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(events.properties, 'price'), ''), 'null'), '^"|"$', '')) AS value
        FROM events
        WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), equals(events.event, 'purchase'))
    ) AS metric_events ON equals(exposures.entity_id, metric_events.entity_id)
    GROUP BY variant, entity_id
)
GROUP BY variant
ORDER BY variant ASC
LIMIT 100
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
