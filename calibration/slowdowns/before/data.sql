INSERT INTO slowdowns.visits
SELECT number % 20,
       toDateTime('2026-01-01', 'UTC') + intDiv(number, 20) * 100,
       cityHash64(number) % 60000,
       concat('r-', toString(cityHash64(number, 7) % 500000)),
       ['Firefox', 'Safari', 'Chrome', 'Edge'][1 + cityHash64(number, 9) % 4],
       concat('{"browser":"', ['Firefox', 'Safari', 'Chrome', 'Edge'][1 + cityHash64(number, 9) % 4], '","height":', toString(number % 1000), ',"path":"/p/', toString(number % 97), '"}')
FROM numbers(1200000)
SETTINGS max_insert_threads = 1, max_threads = 1;

OPTIMIZE TABLE slowdowns.visits FINAL;

INSERT INTO slowdowns.visits_unindexed SELECT * FROM slowdowns.visits ORDER BY site, toDate(at), visitor, at, request SETTINGS max_threads = 1;

OPTIMIZE TABLE slowdowns.visits_unindexed FINAL;

SYSTEM STOP MERGES slowdowns.visitors;

INSERT INTO slowdowns.visitors SELECT number * 3, 1, ['ES', 'FR', 'PT'][1 + number % 3], concat('n', toString(number)) FROM numbers(60000);

INSERT INTO slowdowns.visitors SELECT number * 3 + 1, 1, ['ES', 'FR', 'PT'][1 + number % 3], concat('n', toString(number)) FROM numbers(60000);

INSERT INTO slowdowns.visitors SELECT number * 3 + 2, 1, ['ES', 'FR', 'PT'][1 + number % 3], concat('n', toString(number)) FROM numbers(60000);
