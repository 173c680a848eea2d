CREATE OR REPLACE TABLE shop.orders_local (id UInt64, customer UInt32, at DateTime, kind LowCardinality(String), amount UInt32, note String) ENGINE = MergeTree ORDER BY id;
CREATE OR REPLACE TABLE shop.orders AS shop.orders_local ENGINE = Distributed('hogbench', 'shop', 'orders_local', id);
CREATE OR REPLACE TABLE shop.returns_local (id UInt64, customer UInt32, amount UInt32, note String) ENGINE = MergeTree ORDER BY id;
CREATE OR REPLACE TABLE shop.returns AS shop.returns_local ENGINE = Distributed('hogbench', 'shop', 'returns_local', id);
