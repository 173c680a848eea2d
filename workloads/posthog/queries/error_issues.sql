-- The list of error tracking issues: occurrences, persons, sparkline and latest event by issue.

-- name: error_issues
-- description: Issues by occurrences, with a sparkline by day
-- tags: {kind: request, product: error_tracking, feature: error_tracking, query_type: ErrorTrackingQuery, workload: ONLINE}
-- weight: 470
-- params:
--   - {team: 2, days: 7}
--   - {team: 2, days: 14}
--   - {team: 2, days: 30}
--   - {team: 2, days: 90}
--   - {team: 7, days: 14}
--   - {team: 7, days: 30}
--   - {team: 12, days: 30}
SELECT issue_id, sum(occurrences_part) AS occurrences, uniqMerge(users_state) AS users, sumForEach(volume_part) AS volume, min(first_part) AS first_seen, max(last_part) AS last_seen, argMaxMerge(url_state) AS latest_url
FROM (
    SELECT if(not(empty(fingerprints.fingerprint)), fingerprints.issue_id, toUUID('00000000-0000-0000-0000-000000000000')) AS issue_id, toStartOfDay(toTimeZone(events.timestamp, 'UTC')) AS day, count() AS occurrences_part, uniqState(events.person_id) AS users_state, arrayMap(number -> if(equals(number, dateDiff('day', minus(assumeNotNull(toDateTime('2026-04-01 00:00:00', 'UTC')), toIntervalDay({days:UInt16})), day)), occurrences_part, 0), range(0, plus(dateDiff('day', minus(assumeNotNull(toDateTime('2026-04-01 00:00:00', 'UTC')), toIntervalDay({days:UInt16})), assumeNotNull(toDateTime('2026-03-31 23:59:59', 'UTC'))), 1))) AS volume_part, min(toTimeZone(events.timestamp, 'UTC')) AS first_part, max(toTimeZone(events.timestamp, 'UTC')) AS last_part, argMaxState(ifNull(nullIf(nullIf(events.`mat_$current_url`, ''), 'null'), ''), tuple(events.timestamp, events.uuid)) AS url_state
    FROM events
    LEFT OUTER JOIN (
        SELECT argMax(error_tracking_issue_fingerprint_overrides.issue_id, error_tracking_issue_fingerprint_overrides.version) AS issue_id, error_tracking_issue_fingerprint_overrides.fingerprint AS fingerprint
        FROM error_tracking_issue_fingerprint_overrides
        WHERE equals(error_tracking_issue_fingerprint_overrides.team_id, {team:UInt32})
        GROUP BY error_tracking_issue_fingerprint_overrides.fingerprint
        HAVING ifNull(equals(argMax(error_tracking_issue_fingerprint_overrides.is_deleted, error_tracking_issue_fingerprint_overrides.version), 0), 0)
        SETTINGS optimize_aggregation_in_order=1
    ) AS fingerprints ON equals(replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(events.properties, '$exception_fingerprint'), ''), 'null'), '^"|"$', ''), fingerprints.fingerprint)
    WHERE and(equals(events.team_id, {team:UInt32}), greaterOrEquals(events.timestamp, minus(toDateTime64('2026-04-01 00:00:00', 6, 'UTC'), toIntervalDay({days:UInt16}))), lessOrEquals(events.timestamp, toDateTime64('2026-03-31 23:59:59', 6, 'UTC')), equals(events.event, '$exception'))
    GROUP BY issue_id, day
)
GROUP BY issue_id
ORDER BY occurrences DESC, issue_id ASC
LIMIT 51
SETTINGS readonly=2, max_execution_time=60, allow_experimental_object_type=1, max_ast_elements=4000000, max_expanded_ast_elements=4000000, max_bytes_before_external_group_by=0, transform_null_in=1, optimize_min_equality_disjunction_chain_length=4294967295, optimize_rewrite_aggregate_function_with_if=0, optimize_min_inequality_conjunction_chain_length=4294967295, allow_experimental_join_condition=1, use_hive_partitioning=0;
