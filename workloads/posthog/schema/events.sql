-- The events table in PostHog's layout. A real cluster has a local `sharded_events` behind a
-- Distributed `events`. One node needs no second hop, and a hop adds noise to every query, so here
-- `events` is the MergeTree table itself. `raw_sessions` and `session_replay_events` follow suit.
CREATE DATABASE IF NOT EXISTS posthog;

DROP TABLE IF EXISTS posthog.events SYNC;

CREATE TABLE posthog.events
(
    uuid UUID,
    event String,
    properties String CODEC(ZSTD(1)),
    timestamp DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    team_id Int64 CODEC(ZSTD(1)),
    distinct_id String,
    elements_chain String CODEC(ZSTD(1)),
    created_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    person_id UUID,
    person_properties String CODEC(ZSTD(1)),
    person_mode Enum8('full' = 0, 'propertyless' = 1, 'force_upgrade' = 2),
    `$group_0` String,
    `$session_id` String CODEC(ZSTD(1)),
    `$session_id_uuid` Nullable(UInt128)
        MATERIALIZED toUInt128(accurateCastOrNull(`$session_id`, 'UUID')) CODEC(ZSTD(1)),
    `mat_$browser` String
        MATERIALIZED replaceRegexpAll(JSONExtractRaw(properties, '$browser'), '^"|"$', ''),
    `mat_$current_url` String
        MATERIALIZED replaceRegexpAll(JSONExtractRaw(properties, '$current_url'), '^"|"$', '') CODEC(ZSTD(1)),
    `mat_$pathname` String
        MATERIALIZED replaceRegexpAll(JSONExtractRaw(properties, '$pathname'), '^"|"$', ''),
    `mat_$host` String
        MATERIALIZED replaceRegexpAll(JSONExtractRaw(properties, '$host'), '^"|"$', ''),
    _timestamp DateTime
)
ENGINE = ReplacingMergeTree(_timestamp)
PARTITION BY toYYYYMM(timestamp)
ORDER BY (team_id, toDate(timestamp), event, cityHash64(distinct_id), cityHash64(uuid))
SAMPLE BY cityHash64(distinct_id)
-- A vertical merge cuts granules where its blocks end, which differs from build to build. A horizontal
-- one fills every granule, so that two builds select the same marks.
SETTINGS index_granularity = 8192, enable_vertical_merge_algorithm = 0, old_parts_lifetime = 1;
