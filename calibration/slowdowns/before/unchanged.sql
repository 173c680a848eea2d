-- name: unchanged_count
SELECT site, count() FROM visits GROUP BY site ORDER BY site;

-- name: unchanged_uniq
SELECT uniq(visitor), uniqExact(request) FROM visits WHERE site = 3;

-- name: unchanged_text
SELECT countIf(request LIKE 'r-1%7'), max(length(properties)) FROM visits WHERE site IN (1, 2, 3);

-- name: unchanged_top
SELECT visitor, count() AS n FROM visits WHERE site < 5 GROUP BY visitor ORDER BY n DESC, visitor LIMIT 20;

-- name: unchanged_days
SELECT toDate(at) AS day, count(), uniq(visitor) FROM visits WHERE site = 11 GROUP BY day ORDER BY day;

-- name: unchanged_json
SELECT JSONExtractInt(properties, 'height') AS h, count() FROM visits WHERE site = 2 GROUP BY h ORDER BY h LIMIT 10;

-- name: unchanged_join
SELECT p.country, uniq(v.visitor) FROM visits AS v INNER JOIN visitors AS p ON v.visitor = p.visitor WHERE v.site = 9 GROUP BY p.country ORDER BY p.country;

-- name: unchanged_quantiles
SELECT quantilesExact(0.5, 0.9)(length(request)) FROM visits WHERE site BETWEEN 4 AND 9;
