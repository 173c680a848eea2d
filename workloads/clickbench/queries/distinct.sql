-- Exact numbers of different values: hash tables of integers and of strings.

-- name: distinct_users
-- description: Different users, 64-bit integers
-- tags: {work: distinct}
-- weight: 10
SELECT count(DISTINCT UserID) AS users FROM hits;

-- name: distinct_phrases
-- description: Different search phrases, strings
-- tags: {work: distinct}
-- weight: 10
SELECT count(DISTINCT SearchPhrase) AS phrases FROM hits;

-- name: users_by_region
-- description: The ten regions with most users
-- tags: {work: distinct}
-- weight: 8
SELECT RegionID, count(DISTINCT UserID) AS users FROM hits GROUP BY RegionID ORDER BY users DESC, RegionID LIMIT 10;

-- name: region_profile
-- description: Five aggregates of the ten busiest regions, one of them a number of different users
-- tags: {work: distinct}
-- weight: 5
SELECT RegionID, sum(AdvEngineID > 0) AS advertised, count() AS hits, avg(ResolutionWidth) AS width, count(DISTINCT UserID) AS users
FROM hits
GROUP BY RegionID
ORDER BY hits DESC, RegionID
LIMIT 10;

-- name: users_by_phone_model
-- description: Users of each phone model; most rows have none
-- tags: {work: distinct}
-- weight: 5
SELECT MobilePhoneModel AS model, count(DISTINCT UserID) AS users
FROM hits
WHERE notEmpty(MobilePhoneModel)
GROUP BY model
ORDER BY users DESC, model
LIMIT 10;

-- name: users_by_phone
-- description: The same by maker and model, a key of two columns
-- tags: {work: distinct}
-- weight: 5
SELECT MobilePhone AS maker, MobilePhoneModel AS model, count(DISTINCT UserID) AS users
FROM hits
WHERE notEmpty(MobilePhoneModel)
GROUP BY maker, model
ORDER BY users DESC, maker, model
LIMIT 10;

-- name: users_by_phrase
-- description: Users of each search phrase; a hash table in each row of a hash table
-- tags: {work: distinct}
-- weight: 5
SELECT SearchPhrase AS phrase, count(DISTINCT UserID) AS users
FROM hits
WHERE notEmpty(SearchPhrase)
GROUP BY phrase
ORDER BY users DESC, phrase
LIMIT 10;
