-- name: dropped_skip_index
SELECT count(), uniq(visitor) FROM visits_unindexed WHERE request = 'r-4711';

-- name: lost_sort_key_prefix
SELECT browser, count() FROM visits WHERE toString(site) = '7' GROUP BY browser ORDER BY browser;

-- name: halved_max_threads
-- settings: {max_threads: 1}
SELECT visitor % 1000 AS bucket, count(), uniqExact(request) FROM visits GROUP BY bucket ORDER BY bucket LIMIT 10;

-- name: join_algorithm_changed
-- settings: {join_algorithm: full_sorting_merge}
SELECT country, count() FROM visits AS v INNER JOIN visitors AS p ON v.visitor = p.visitor WHERE site < 6 GROUP BY country ORDER BY country;

-- name: final_added
SELECT country, count(), max(name) FROM visitors FINAL GROUP BY country ORDER BY country;

-- name: json_instead_of_column
SELECT JSONExtractString(properties, 'browser') AS b, count() FROM visits WHERE site < 8 GROUP BY b ORDER BY b;
