-- A busy day, after the first run. The demo tells the lines that start with "-- *".

-- * 20 new customers with 60 orders, in one transaction
BEGIN;
INSERT INTO shop.customers
SELECT id, md5(current_database() || 'customer' || id)::uuid, 'new' || id || '@example.com',
  'Newcomer ' || id, 'Reykjavík', NULL, 100.00, true, '{"language": "is"}',
  timestamptz '2026-03-02 08:00:00.123456+00' + id * interval '1 second'
FROM generate_series(301, 320) AS id;
INSERT INTO shop.orders
SELECT id, 301 + id % 20, 'paid', timestamptz '2026-03-02 09:00:00+00' + id * interval '1 minute',
  NULL, 4.90, false, NULL
FROM generate_series(2001, 2060) AS id;
INSERT INTO shop.order_items
SELECT o.id, line, p.id, 1 + o.id % 3, p.price, 0
FROM generate_series(2001, 2060) AS o(id)
CROSS JOIN generate_series(1, 2) AS line
JOIN shop.products p ON p.id = 1 + (o.id + line * 37) % 120;
INSERT INTO shop.inventory_movements
SELECT 1000 + i.order_id, i.product_id, 1, 'sale', -i.quantity,
  md5(current_database() || 'order' || i.order_id)::uuid, timestamp '2026-03-02 12:00:00'
FROM shop.order_items i WHERE i.order_id > 2000 AND i.line = 1;
COMMIT;

-- * 200 price changes of one product, in four transactions; its manual of 10 kB stays untouched
BEGIN;
DO 'BEGIN FOR i IN 1..50 LOOP
  UPDATE shop.products SET price = price + 0.01, updated_at = updated_at + interval ''1 s''
  WHERE id = 1; END LOOP; END';
COMMIT;
BEGIN;
DO 'BEGIN FOR i IN 1..50 LOOP
  UPDATE shop.products SET price = price + 0.02, updated_at = updated_at + interval ''1 s''
  WHERE id = 1; END LOOP; END';
COMMIT;
BEGIN;
DO 'BEGIN FOR i IN 1..50 LOOP
  UPDATE shop.products SET price = price - 0.01, updated_at = updated_at + interval ''1 s''
  WHERE id = 1; END LOOP; END';
COMMIT;
BEGIN;
DO 'BEGIN FOR i IN 1..50 LOOP
  UPDATE shop.products SET price = price + 0.10, updated_at = updated_at + interval ''1 s''
  WHERE id = 1; END LOOP; END';
COMMIT;

-- * 16 orders deleted, their items with them; 200 old stock movements deleted
BEGIN;
DELETE FROM shop.orders WHERE id % 130 = 7;
DELETE FROM shop.inventory_movements WHERE id BETWEEN 401 AND 600;
COMMIT;

-- * one stock movement deleted and inserted again under the same key
BEGIN;
DELETE FROM shop.inventory_movements WHERE id = 700;
INSERT INTO shop.inventory_movements
VALUES (700, 8, 2, 'adjustment', 17, NULL, timestamp '2026-03-02 13:00:00.000001');
COMMIT;

-- * two primary keys changed: a customer's, which their orders follow, and an order line's
BEGIN;
UPDATE shop.customers SET id = 9042 WHERE id = 42;
UPDATE shop.order_items SET line = 9 WHERE order_id = 100 AND line = 1;
COMMIT;

-- * a transaction that is rolled back: nobody must ever see it
BEGIN;
UPDATE shop.customers SET credit_limit = 0;
ROLLBACK;

-- * ALTER TABLE customers ADD COLUMN loyalty_tier, filled for everybody who ever ordered
BEGIN;
ALTER TABLE shop.customers ADD COLUMN loyalty_tier text;
UPDATE shop.customers c
SET loyalty_tier = CASE WHEN o.orders >= 10 THEN 'gold' WHEN o.orders >= 5 THEN 'silver'
  ELSE 'bronze' END
FROM (SELECT customer_id, count(*) AS orders FROM shop.orders GROUP BY customer_id) AS o
WHERE o.customer_id = c.id;
COMMIT;
