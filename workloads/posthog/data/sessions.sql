-- Web sessions and recordings, both folded from the events.
SYSTEM START MERGES posthog.raw_sessions;

TRUNCATE TABLE posthog.raw_sessions SYNC;

INSERT INTO posthog.raw_sessions
SETTINGS max_insert_threads = 1, optimize_on_insert = 0
SELECT
    team_id,
    assumeNotNull(`$session_id_uuid`) AS session_id_v7,
    argMaxState(distinct_id, timestamp),
    min(timestamp),
    max(timestamp),
    arraySort(groupUniqArray(`mat_$current_url`)),
    argMinState(`mat_$current_url`, timestamp),
    argMaxState(`mat_$current_url`, timestamp),
    argMinState(replaceRegexpAll(JSONExtractRaw(properties, 'utm_source'), '^"|"$', ''), timestamp),
    toInt64(countIf(event = '$pageview')),
    toInt64(countIf(event = '$autocapture')),
    uniqState(if(event = '$pageview', toNullable(uuid), NULL))
FROM posthog.events
GROUP BY team_id, session_id_v7;

OPTIMIZE TABLE posthog.raw_sessions FINAL;

SYSTEM STOP MERGES posthog.raw_sessions;

SYSTEM START MERGES posthog.session_replay_events;

TRUNCATE TABLE posthog.session_replay_events SYNC;

INSERT INTO posthog.session_replay_events
SETTINGS max_insert_threads = 1, optimize_on_insert = 0
SELECT
    `$session_id`,
    team_id,
    max(distinct_id),
    min(timestamp),
    max(timestamp),
    argMinState(toNullable(`mat_$current_url`), timestamp),
    toInt64(countIf(event = '$autocapture')),
    toInt64(sum(cityHash64('keys', uuid) % 40)),
    toInt64(dateDiff('millisecond', min(timestamp), max(timestamp)) * 0.6),
    toInt64(countIf(event = '$exception'))
FROM posthog.events
WHERE sipHash64('recorded', `$session_id`) % 10 < if(team_id = 12, 9, 3)
GROUP BY team_id, `$session_id`;

OPTIMIZE TABLE posthog.session_replay_events FINAL;

SYSTEM STOP MERGES posthog.session_replay_events;
