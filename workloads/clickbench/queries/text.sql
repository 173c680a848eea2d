-- Search in text, and rows fetched whole.

-- name: point_lookup
-- description: The hits of one user, who is not in the beginning of the sort key
-- tags: {work: lookup}
-- weight: 20
-- params:
--   - {user: '94668447128687794'}
SELECT UserID, EventTime, WatchID FROM hits WHERE UserID = {user:Int64} ORDER BY EventTime, WatchID;

-- name: url_contains
-- description: Hits whose URL has a word anywhere in it
-- tags: {work: text}
-- weight: 8
SELECT count() AS hits FROM hits WHERE URL LIKE '%google%';

-- name: phrases_of_matching_urls
-- description: Search phrases that led to such a URL, with one of the URLs
-- tags: {work: text}
-- weight: 5
SELECT SearchPhrase AS phrase, min(URL) AS example, count() AS hits
FROM hits
WHERE URL LIKE '%google%' AND notEmpty(SearchPhrase)
GROUP BY phrase
ORDER BY hits DESC, phrase
LIMIT 10;

-- name: phrases_of_matching_titles
-- description: Two searches in text, one of them negated, and three aggregates
-- tags: {work: text}
-- weight: 3
SELECT SearchPhrase AS phrase, min(URL) AS example, min(Title) AS title, count() AS hits, count(DISTINCT UserID) AS users
FROM hits
WHERE Title LIKE '%Google%' AND URL NOT LIKE '%google-%' AND notEmpty(SearchPhrase)
GROUP BY phrase
ORDER BY hits DESC, phrase
LIMIT 10;

-- name: whole_rows
-- description: All 105 columns of the first ten hits that match
-- tags: {work: wide}
-- weight: 2
SELECT * FROM hits WHERE URL LIKE '%google%' ORDER BY EventTime, WatchID LIMIT 10;

-- name: first_phrases_by_time
-- description: Ten rows by time out of many, one string column fetched
-- tags: {work: sort}
-- weight: 5
SELECT SearchPhrase AS phrase FROM hits WHERE notEmpty(SearchPhrase) ORDER BY EventTime, WatchID LIMIT 10;

-- name: first_phrases
-- description: Ten strings in alphabetical order
-- tags: {work: sort}
-- weight: 5
SELECT SearchPhrase AS phrase FROM hits WHERE notEmpty(SearchPhrase) ORDER BY phrase LIMIT 10;

-- name: first_phrases_by_time_and_text
-- description: The order of a time and of a string
-- tags: {work: sort}
-- weight: 3
SELECT SearchPhrase AS phrase FROM hits WHERE notEmpty(SearchPhrase) ORDER BY EventTime, phrase LIMIT 10;

-- name: longest_urls_by_counter
-- description: The mean length of a text by counter, of counters with enough hits
-- tags: {work: text}
-- weight: 2
SELECT CounterID, avg(length(URL)) AS mean_length, count() AS hits
FROM hits
WHERE notEmpty(URL)
GROUP BY CounterID
HAVING hits > 1000
ORDER BY mean_length DESC, CounterID
LIMIT 25;

-- name: referrer_domains
-- description: The domain cut out of the referrer by a regular expression, and grouped by
-- tags: {work: text}
-- weight: 2
SELECT replaceRegexpOne(Referer, '^https?://(?:www\\.)?([^/]+)/.*$', '\\1') AS site, avg(length(Referer)) AS mean_length, count() AS hits, min(Referer) AS example
FROM hits
WHERE notEmpty(Referer)
GROUP BY site
HAVING hits > 1000
ORDER BY mean_length DESC, site
LIMIT 25;
