-- name: returns_marked
-- tags: {product: returns}
SELECT count() AS returns, sum(amount) AS amount FROM returns WHERE note LIKE '%7F%A%';

-- name: returns_of_customers
-- tags: {product: returns}
SELECT customer, sum(amount) AS amount, max(sipHash64(note)) AS last FROM returns GROUP BY customer ORDER BY amount DESC, customer LIMIT 10;

-- name: returns_hashed
-- tags: {product: returns}
SELECT sum(cityHash64(note) % 1000) AS hashed, uniq(customer) AS customers FROM returns;
