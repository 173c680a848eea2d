-- Whole-column scans: how fast can a column be read and folded into one row?

-- name: count_all
-- description: How many hits there are; answered from the part's metadata
-- tags: {work: scan}
-- weight: 10
SELECT count() AS hits FROM hits;

-- name: count_filtered
-- description: Hits that an advertisement brought, a rare value of a small column
-- tags: {work: scan}
-- weight: 10
SELECT count() AS advertised FROM hits WHERE AdvEngineID > 0;

-- name: sum_and_average
-- description: Three small columns folded in one pass
-- tags: {work: scan}
-- weight: 10
SELECT sum(AdvEngineID) AS engines, count() AS hits, avg(ResolutionHeight) AS height FROM hits;

-- name: average_big_integer
-- description: The mean of a 64-bit column that hardly compresses
-- tags: {work: scan}
-- weight: 5
SELECT avg(UserID) AS mean_user FROM hits;

-- name: first_and_last_day
-- description: The ends of a date column
-- tags: {work: scan}
-- weight: 10
SELECT min(EventDate) AS first_day, max(EventDate) AS last_day FROM hits;

-- name: wide_sums
-- description: Sixty sums over one narrow column, which the optimiser may fold
-- tags: {work: wide}
-- weight: 1
SELECT
    sum(WindowClientWidth + 0), sum(WindowClientWidth + 1), sum(WindowClientWidth + 2), sum(WindowClientWidth + 3), sum(WindowClientWidth + 4), sum(WindowClientWidth + 5),
    sum(WindowClientWidth + 6), sum(WindowClientWidth + 7), sum(WindowClientWidth + 8), sum(WindowClientWidth + 9), sum(WindowClientWidth + 10), sum(WindowClientWidth + 11),
    sum(WindowClientWidth + 12), sum(WindowClientWidth + 13), sum(WindowClientWidth + 14), sum(WindowClientWidth + 15), sum(WindowClientWidth + 16), sum(WindowClientWidth + 17),
    sum(WindowClientWidth + 18), sum(WindowClientWidth + 19), sum(WindowClientWidth + 20), sum(WindowClientWidth + 21), sum(WindowClientWidth + 22), sum(WindowClientWidth + 23),
    sum(WindowClientWidth + 24), sum(WindowClientWidth + 25), sum(WindowClientWidth + 26), sum(WindowClientWidth + 27), sum(WindowClientWidth + 28), sum(WindowClientWidth + 29),
    sum(WindowClientWidth + 30), sum(WindowClientWidth + 31), sum(WindowClientWidth + 32), sum(WindowClientWidth + 33), sum(WindowClientWidth + 34), sum(WindowClientWidth + 35),
    sum(WindowClientWidth + 36), sum(WindowClientWidth + 37), sum(WindowClientWidth + 38), sum(WindowClientWidth + 39), sum(WindowClientWidth + 40), sum(WindowClientWidth + 41),
    sum(WindowClientWidth + 42), sum(WindowClientWidth + 43), sum(WindowClientWidth + 44), sum(WindowClientWidth + 45), sum(WindowClientWidth + 46), sum(WindowClientWidth + 47),
    sum(WindowClientWidth + 48), sum(WindowClientWidth + 49), sum(WindowClientWidth + 50), sum(WindowClientWidth + 51), sum(WindowClientWidth + 52), sum(WindowClientWidth + 53),
    sum(WindowClientWidth + 54), sum(WindowClientWidth + 55), sum(WindowClientWidth + 56), sum(WindowClientWidth + 57), sum(WindowClientWidth + 58), sum(WindowClientWidth + 59)
FROM hits;
