CREATE OR REPLACE TABLE slowdowns.visits
(
    site UInt16,
    at DateTime('UTC'),
    visitor UInt64,
    request String,
    browser LowCardinality(String),
    properties String,
    INDEX by_request request TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = MergeTree ORDER BY (site, toDate(at), visitor);

CREATE OR REPLACE TABLE slowdowns.visits_unindexed
(
    site UInt16,
    at DateTime('UTC'),
    visitor UInt64,
    request String,
    browser LowCardinality(String),
    properties String
)
ENGINE = MergeTree ORDER BY (site, toDate(at), visitor);

CREATE OR REPLACE TABLE slowdowns.visitors
(
    visitor UInt64,
    version UInt32,
    country LowCardinality(String),
    name String
)
ENGINE = ReplacingMergeTree(version) ORDER BY visitor;
