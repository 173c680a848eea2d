const manifest = `description: how revenue is asked for
database: shop
schema: [schema.sql]
data: [data.sql]
`;

const schema = `-- The tables that the queries read. An embedded ClickHouse builds them once, and again when this file changes.
CREATE OR REPLACE TABLE orders
(
  id UInt64,
  customer UInt32,
  product LowCardinality(String),
  price Decimal(10, 2),
  at DateTime('UTC')
)
ENGINE = MergeTree
ORDER BY (toDate(at), customer);
`;

const data = `-- The same rows each time: no now(), no rand().
INSERT INTO orders
SELECT
  number AS id,
  cityHash64(number, 'customer') % 5000 AS customer,
  ['book', 'lamp', 'chair'][number % 3 + 1] AS product,
  1 + cityHash64(number, 'price') % 9900 / 100 AS price,
  toDateTime('2026-01-01 00:00:00', 'UTC') + number * 13 AS at
FROM numbers(200000);
`;

const query = `-- name: revenue_by_day
-- tags: {product: shop}
-- params:
--   - {first: '2026-01-05', last: '2026-01-11'}
SELECT toDate(at) AS day, product, sum(price) AS revenue
FROM orders
WHERE toDate(at) BETWEEN {first:Date} AND {last:Date}
GROUP BY day, product
ORDER BY day, product;
`;

/** A workload to begin with, by the names of its files: small data of its own, and a query over it. */
export const starterWorkload: Readonly<Record<string, string>> = {
  'workload.yaml': manifest,
  'schema.sql': schema,
  'data.sql': data,
  'revenue.sql': query,
};
