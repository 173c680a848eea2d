-- The pages of one site's dashboard: one counter and one month, by the sort key, then small groups.

-- name: site_pages
-- description: The pages of a site in a month
-- tags: {work: dashboard}
-- weight: 40
SELECT URL, count() AS views
FROM hits
WHERE CounterID = 62 AND EventDate BETWEEN '2013-07-01' AND '2013-07-31' AND DontCountHits = 0 AND IsRefresh = 0 AND notEmpty(URL)
GROUP BY URL
ORDER BY views DESC, URL
LIMIT 10;

-- name: site_titles
-- description: Its titles
-- tags: {work: dashboard}
-- weight: 40
SELECT Title, count() AS views
FROM hits
WHERE CounterID = 62 AND EventDate BETWEEN '2013-07-01' AND '2013-07-31' AND DontCountHits = 0 AND IsRefresh = 0 AND notEmpty(Title)
GROUP BY Title
ORDER BY views DESC, Title
LIMIT 10;

-- name: site_links
-- description: A later page of a list; the links, after the first five
-- tags: {work: dashboard}
-- weight: 20
SELECT URL, count() AS views
FROM hits
WHERE CounterID = 62 AND EventDate BETWEEN '2013-07-01' AND '2013-07-31' AND IsRefresh = 0 AND IsLink > 0 AND IsDownload = 0
GROUP BY URL
ORDER BY views DESC, URL
LIMIT 10 OFFSET 5;

-- name: site_sources
-- description: Where visitors come from; a key of five columns, one of them a CASE
-- tags: {work: dashboard}
-- weight: 20
SELECT TraficSourceID AS source, SearchEngineID AS engine, AdvEngineID AS advertised, CASE WHEN SearchEngineID = 0 AND AdvEngineID = 0 THEN Referer ELSE '' END AS origin, URL AS target, count() AS views
FROM hits
WHERE CounterID = 62 AND EventDate BETWEEN '2013-07-01' AND '2013-07-31' AND IsRefresh = 0
GROUP BY source, engine, advertised, origin, target
ORDER BY views DESC, source, engine, advertised, origin, target
LIMIT 10 OFFSET 20;

-- name: site_days_of_sources
-- description: Days of hits from certain sources, by the hash of the page
-- tags: {work: dashboard}
-- weight: 15
SELECT URLHash AS page, EventDate AS day, count() AS views
FROM hits
WHERE CounterID = 62 AND EventDate BETWEEN '2013-07-01' AND '2013-07-31' AND IsRefresh = 0 AND TraficSourceID IN (-1, 3)
GROUP BY page, day
ORDER BY views DESC, page, day
LIMIT 10;

-- name: site_window_sizes
-- description: How large the visitors' windows are
-- tags: {work: dashboard}
-- weight: 15
SELECT WindowClientWidth AS width, WindowClientHeight AS height, count() AS views
FROM hits
WHERE CounterID = 62 AND EventDate BETWEEN '2013-07-01' AND '2013-07-31' AND IsRefresh = 0 AND DontCountHits = 0
GROUP BY width, height
ORDER BY views DESC, width, height
LIMIT 10;

-- name: site_minutes
-- description: Views by minute of two days
-- tags: {work: dashboard}
-- weight: 20
SELECT date_trunc('minute', EventTime) AS minute, count() AS views
FROM hits
WHERE CounterID = 62 AND EventDate BETWEEN '2013-07-14' AND '2013-07-15' AND IsRefresh = 0 AND DontCountHits = 0
GROUP BY minute
ORDER BY minute
LIMIT 1000;
