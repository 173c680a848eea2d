/** Files by their path from the root of a repository. */
export type Files = Readonly<Record<string, string>>;

/** Reads the ninth part of the table, a day at a time: the key is the time of an order. */
const week = "at >= '2026-03-02' AND at < '2026-03-09'";

/** The same week, of which the key only sees the month: some three times the marks. */
const weekOfMonth = "toStartOfMonth(at) = '2026-03-01' AND formatDateTime(at, '%d') BETWEEN '02' AND '08'";

/** The same week as text, of which the key sees nothing: the whole table. */
const weekAsText = "formatDateTime(at, '%F') BETWEEN '2026-03-02' AND '2026-03-08'";

function topSkus(when: string): string {
  return `-- name: top_skus
-- tags: {product: shop}
SELECT sku, sum(price) AS revenue
FROM orders
WHERE ${when}
GROUP BY sku
ORDER BY revenue DESC, sku
LIMIT 10;
`;
}

/** What lies on main: half a million orders of three months, two queries, and what the gate goes by. */
export const shop: Files = {
  '.gitignore': 'hogbench-out/\n',
  'hogbench.config.yaml': `gate:
  preset: counters-only
  rules:
    - {metric: read_bytes, max: 50MB}
  allow: hogbench.allow.yaml
`,
  'hogbench.allow.yaml': '# Accepted regressions, reviewed like code.\n',
  'queries/workload.yaml': 'schema: [schema.sql]\ndata: [data.sql]\n',
  'queries/schema.sql': `CREATE TABLE orders
(
    at DateTime,
    sku UInt32,
    customer UInt64,
    price Decimal(9, 2)
)
ORDER BY at;
`,
  'queries/data.sql': `INSERT INTO orders
SELECT toDateTime('2026-01-01 00:00:00', 'UTC') + number * 16, number % 500, cityHash64(number), number % 97
FROM numbers(500000);
`,
  'queries/top.sql': topSkus(week),
  'queries/customers.sql': `-- name: customers_of_a_day
-- tags: {product: shop}
SELECT uniqExact(customer) FROM orders WHERE at >= '2026-03-02' AND at < '2026-03-03';
`,
};

/** What the author pushes to the branch, in its texts of one query. */
export const texts: Readonly<Record<'cosmetic' | 'byMonth' | 'lostPruning', Files>> = {
  /** Other line breaks: the same work. */
  cosmetic: { 'queries/top.sql': topSkus(week).replace('sku, sum(price)', '\n    sku,\n    sum(price)') },
  byMonth: { 'queries/top.sql': topSkus(weekOfMonth) },
  lostPruning: { 'queries/top.sql': topSkus(weekAsText) },
};
