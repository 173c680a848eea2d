INSERT INTO shop.orders SELECT number, cityHash64(number) % 5000, toDateTime('2026-01-01 00:00:00', 'UTC') + number, ['web', 'app', 'shop', 'phone'][1 + number % 4], cityHash64(number, 1) % 10000, concat('order ', hex(cityHash64(number, 2))) FROM numbers(2000000);
INSERT INTO shop.returns SELECT number, cityHash64(number, 3) % 5000, cityHash64(number, 4) % 10000, concat('return ', hex(cityHash64(number, 5))) FROM numbers(2000000);
OPTIMIZE TABLE shop.orders_local FINAL;
OPTIMIZE TABLE shop.returns_local FINAL;
