-- name: orders_by_kind
-- tags: {product: orders}
SELECT kind, count() AS orders, sum(amount) AS amount, max(length(note)) AS longest FROM orders GROUP BY kind ORDER BY kind;

-- name: orders_by_day
-- tags: {product: orders}
SELECT toDate(at, 'UTC') AS day, uniqExact(customer) AS customers, countIf(note LIKE '%7F%') AS marked FROM orders GROUP BY day ORDER BY day;

-- name: orders_of_customers
-- tags: {product: orders}
SELECT customer, sum(amount) AS amount, max(sipHash64(note)) AS last FROM orders GROUP BY customer ORDER BY amount DESC, customer LIMIT 10;
