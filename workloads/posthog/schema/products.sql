-- Tables of single products: web pre-aggregates, error tracking, logs.
DROP TABLE IF EXISTS posthog.web_pre_aggregated_stats SYNC;

CREATE TABLE posthog.web_pre_aggregated_stats
(
    period_bucket DateTime('UTC'),
    team_id Int64,
    host String,
    browser LowCardinality(String),
    pathname String,
    persons_uniq_state AggregateFunction(uniq, UUID),
    sessions_uniq_state AggregateFunction(uniq, String),
    pageviews_count_state AggregateFunction(sum, UInt64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(period_bucket)
ORDER BY (team_id, period_bucket, host, browser, pathname);

DROP TABLE IF EXISTS posthog.error_tracking_issue_fingerprint_overrides SYNC;

CREATE TABLE posthog.error_tracking_issue_fingerprint_overrides
(
    team_id Int64,
    fingerprint String,
    issue_id UUID,
    is_deleted Int8,
    version Int64
)
ENGINE = ReplacingMergeTree(version)
ORDER BY (team_id, fingerprint)
SETTINGS index_granularity = 512;

DROP TABLE IF EXISTS posthog.logs SYNC;

CREATE TABLE posthog.logs
(
    uuid UUID,
    team_id Int32,
    time_bucket DateTime('UTC') MATERIALIZED toStartOfDay(timestamp),
    timestamp DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    service_name LowCardinality(String),
    severity_text LowCardinality(String),
    severity_number Int32,
    body String CODEC(ZSTD(1)),
    trace_id String CODEC(ZSTD(1)),
    attributes Map(LowCardinality(String), String) CODEC(ZSTD(1))
)
ENGINE = MergeTree
PARTITION BY toDate(timestamp)
ORDER BY (team_id, time_bucket, service_name, severity_text, timestamp, uuid)
SETTINGS index_granularity = 8192;
