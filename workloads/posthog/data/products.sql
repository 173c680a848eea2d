-- Web pre-aggregates by day, error tracking fingerprints, and two weeks of logs.
SYSTEM START MERGES posthog.web_pre_aggregated_stats;

TRUNCATE TABLE posthog.web_pre_aggregated_stats SYNC;

INSERT INTO posthog.web_pre_aggregated_stats
SETTINGS max_insert_threads = 1, optimize_on_insert = 0
SELECT
    toDateTime(toStartOfDay(timestamp), 'UTC') AS period_bucket,
    team_id,
    `mat_$host`,
    `mat_$browser`,
    `mat_$pathname`,
    uniqState(person_id),
    uniqState(`$session_id`),
    sumState(toUInt64(1))
FROM posthog.events
WHERE event = '$pageview' AND team_id IN (2, 7, 12)
GROUP BY period_bucket, team_id, `mat_$host`, `mat_$browser`, `mat_$pathname`;

OPTIMIZE TABLE posthog.web_pre_aggregated_stats FINAL;

SYSTEM STOP MERGES posthog.web_pre_aggregated_stats;

SYSTEM START MERGES posthog.error_tracking_issue_fingerprint_overrides;

TRUNCATE TABLE posthog.error_tracking_issue_fingerprint_overrides SYNC;

INSERT INTO posthog.error_tracking_issue_fingerprint_overrides (team_id, fingerprint, issue_id, is_deleted, version)
SETTINGS max_insert_threads = 1, max_threads = 1
SELECT
    1 + intDiv(number, 37),
    concat('fp-', toString(number % 37)),
    reinterpretAsUUID(sipHash128('issue', intDiv(number, 37), intDiv(number % 37, 2))),
    0,
    1
FROM numbers(12 * 37);

OPTIMIZE TABLE posthog.error_tracking_issue_fingerprint_overrides FINAL;

SYSTEM STOP MERGES posthog.error_tracking_issue_fingerprint_overrides;

SYSTEM START MERGES posthog.logs;

TRUNCATE TABLE posthog.logs SYNC;

INSERT INTO posthog.logs (uuid, team_id, timestamp, service_name, severity_text, severity_number, body, trace_id, attributes)
SETTINGS max_insert_threads = 1, max_partitions_per_insert_block = 100
SELECT
    reinterpretAsUUID(sipHash128('log', number)),
    if(h % 1000 = 999, 12, transform(h % 10, [0, 1, 2], [7, 3, 1], 2)),
    toDateTime64('2026-03-18 00:00:00', 6, 'UTC') + toIntervalMillisecond(bitShiftRight(h, 8) % (14 * 86400000)),
    transform(bitShiftRight(h, 40) % 6, [0, 1, 2, 3, 4, 5], ['api', 'api', 'api', 'worker', 'billing', 'ingest'], '') AS service,
    transform(h_text % 20, [0, 1, 2, 3], ['error', 'warn', 'warn', 'debug'], 'info') AS severity,
    transform(severity, ['debug', 'info', 'warn', 'error'], [5, 9, 13, 17], 9),
    concat(
        transform(h_text % 9, [0, 1, 2], ['connection timeout after ', 'retrying request, attempt ', 'cache miss for key '], 'request finished, ms='),
        toString(bitShiftRight(h_text, 16) % 5000), ' path=/api/v', toString(h_text % 3), '/', service,
        ' request_id=', lower(hex(h_text))
    ),
    lower(hex(sipHash128('trace', intDiv(number, 5)))),
    map('host', concat('node-', toString(h_text % 24)), 'region', if(h_text % 2 = 0, 'eu', 'us'))
FROM
(
    SELECT number, cityHash64('log', number) AS h, cityHash64('text', number) AS h_text FROM numbers(150000)
);

OPTIMIZE TABLE posthog.logs FINAL;

SYSTEM STOP MERGES posthog.logs;
