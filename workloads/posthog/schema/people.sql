-- Persons, the overrides that merges leave behind, groups and cohorts.
DROP TABLE IF EXISTS posthog.person SYNC;

CREATE TABLE posthog.person
(
    id UUID,
    created_at DateTime64(3, 'UTC'),
    team_id Int64,
    properties String CODEC(ZSTD(1)),
    is_identified Int8,
    is_deleted Int8,
    version UInt64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (team_id, id)
SETTINGS index_granularity = 8192;

DROP TABLE IF EXISTS posthog.person_distinct_id_overrides SYNC;

CREATE TABLE posthog.person_distinct_id_overrides
(
    team_id Int64,
    distinct_id String,
    person_id UUID,
    is_deleted Int8,
    version Int64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (team_id, distinct_id)
SETTINGS index_granularity = 512;

DROP TABLE IF EXISTS posthog.groups SYNC;

CREATE TABLE posthog.groups
(
    group_type_index UInt8,
    group_key String,
    created_at DateTime64(3, 'UTC'),
    team_id Int64,
    group_properties String,
    is_deleted Int8,
    _timestamp DateTime
)
ENGINE = ReplacingMergeTree(_timestamp)
ORDER BY (team_id, group_type_index, group_key);

DROP TABLE IF EXISTS posthog.cohortpeople SYNC;

CREATE TABLE posthog.cohortpeople
(
    person_id UUID,
    cohort_id Int64,
    team_id Int64,
    sign Int8,
    version UInt64
)
ENGINE = CollapsingMergeTree(sign)
ORDER BY (team_id, cohort_id, person_id, version);
