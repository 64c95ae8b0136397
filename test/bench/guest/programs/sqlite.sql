-- Insertion, an index, aggregation, a join, text functions.
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, amount INTEGER, note TEXT);
WITH RECURSIVE n(i, r) AS (SELECT 1, 12345 UNION ALL SELECT i + 1, (r * 1103515245 + 12345) % 2147483648 FROM n WHERE i < 60000)
INSERT INTO orders SELECT i, (r >> 8) % 1000, (r >> 4) % 10007, 'order ' || i FROM n;
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO customers SELECT DISTINCT customer, 'customer ' || customer FROM orders;
CREATE INDEX by_customer ON orders (customer, amount);
SELECT count(*), sum(amount), max(length(note)) FROM orders;
SELECT c.name, count(*), sum(o.amount) AS total FROM customers c JOIN orders o ON o.customer = c.id
GROUP BY c.id ORDER BY total DESC, c.name LIMIT 5;
SELECT count(*) FROM orders WHERE note LIKE '%99%' AND amount BETWEEN 100 AND 9000;
SELECT a.customer, count(*) FROM orders a JOIN orders b ON b.customer = a.customer AND b.amount > a.amount + 9900
GROUP BY a.customer ORDER BY 2 DESC, 1 LIMIT 3;
