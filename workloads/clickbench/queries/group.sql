-- Grouping, from a handful of groups to one group a row, and the first ten of the outcome.

-- name: group_by_small_key
-- description: Hits by advertising engine; few groups, few rows pass
-- tags: {work: group}
-- weight: 10
SELECT AdvEngineID AS engine, count() AS hits FROM hits WHERE AdvEngineID > 0 GROUP BY engine ORDER BY hits DESC, engine;

-- name: top_phrases
-- description: The commonest search phrases, string keys
-- tags: {work: topk}
-- weight: 10
SELECT SearchPhrase AS phrase, count() AS searches
FROM hits
WHERE notEmpty(SearchPhrase)
GROUP BY phrase
ORDER BY searches DESC, phrase
LIMIT 10;

-- name: top_phrases_by_engine
-- description: The same with the search engine in the key
-- tags: {work: topk}
-- weight: 8
SELECT SearchEngineID AS engine, SearchPhrase AS phrase, count() AS searches
FROM hits
WHERE notEmpty(SearchPhrase)
GROUP BY engine, phrase
ORDER BY searches DESC, engine, phrase
LIMIT 10;

-- name: top_users
-- description: The users with most hits, integer keys
-- tags: {work: topk}
-- weight: 8
SELECT UserID, count() AS hits FROM hits GROUP BY UserID ORDER BY hits DESC, UserID LIMIT 10;

-- name: top_users_and_phrases
-- description: Integer and string in one key, most groups of few rows
-- tags: {work: topk}
-- weight: 5
SELECT UserID, SearchPhrase AS phrase, count() AS hits FROM hits GROUP BY UserID, phrase ORDER BY hits DESC, UserID, phrase LIMIT 10;

-- name: first_users_and_phrases
-- description: The same groups, ten of them by key; the aggregation without the ranking
-- tags: {work: group}
-- weight: 3
SELECT UserID, SearchPhrase AS phrase, count() AS hits FROM hits GROUP BY UserID, phrase ORDER BY UserID, phrase LIMIT 10;

-- name: top_user_minutes
-- description: A key of three parts, one of them computed
-- tags: {work: topk}
-- weight: 3
SELECT UserID, toMinute(EventTime) AS minute, SearchPhrase AS phrase, count() AS hits
FROM hits
GROUP BY UserID, minute, phrase
ORDER BY hits DESC, UserID, minute, phrase
LIMIT 10;

-- name: searchers_by_engine_and_address
-- description: Search engine and address, with two more aggregates
-- tags: {work: topk}
-- weight: 3
SELECT SearchEngineID AS engine, ClientIP, count() AS hits, sum(IsRefresh) AS refreshes, avg(ResolutionWidth) AS width
FROM hits
WHERE notEmpty(SearchPhrase)
GROUP BY engine, ClientIP
ORDER BY hits DESC, engine, ClientIP
LIMIT 10;

-- name: group_by_unique_key_filtered
-- description: Every hit its own group, of the hits that searched
-- tags: {work: group}
-- weight: 1
SELECT WatchID, ClientIP, count() AS hits, sum(IsRefresh) AS refreshes, avg(ResolutionWidth) AS width
FROM hits
WHERE notEmpty(SearchPhrase)
GROUP BY WatchID, ClientIP
ORDER BY hits DESC, WatchID, ClientIP
LIMIT 10;

-- name: group_by_unique_key
-- description: Every hit its own group, of all hits; the most memory of all
-- tags: {work: group}
-- weight: 1
SELECT WatchID, ClientIP, count() AS hits, sum(IsRefresh) AS refreshes, avg(ResolutionWidth) AS width
FROM hits
GROUP BY WatchID, ClientIP
ORDER BY hits DESC, WatchID, ClientIP
LIMIT 10;

-- name: top_urls
-- description: The pages with most hits, long string keys
-- tags: {work: topk}
-- weight: 5
SELECT URL, count() AS hits FROM hits GROUP BY URL ORDER BY hits DESC, URL LIMIT 10;

-- name: top_urls_with_constant
-- description: The same with a constant in the key, which should cost nothing
-- tags: {work: topk}
-- weight: 2
SELECT 'page' AS kind, URL, count() AS hits FROM hits GROUP BY kind, URL ORDER BY hits DESC, URL LIMIT 10;

-- name: top_address_neighbours
-- description: Four keys that all follow from the first
-- tags: {work: topk}
-- weight: 2
SELECT ClientIP, ClientIP + 1 AS next, ClientIP + 2 AS second, ClientIP + 3 AS third, count() AS hits
FROM hits
GROUP BY ClientIP, next, second, third
ORDER BY hits DESC, ClientIP
LIMIT 10;
