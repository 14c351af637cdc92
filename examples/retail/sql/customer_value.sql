-- Every customer with what they ordered so far; customers without orders count too.
SELECT
  c.tenant,
  c.id AS customer_id,
  c.name,
  c.city,
  COUNT(DISTINCT o.id) AS orders,
  CAST(MAX(o.ordered_at) AS DATE) AS last_order,
  COALESCE(
    SUM(CAST(i.quantity * i.unit_price * (1 - i.discount) AS DECIMAL(18, 2))), 0) AS spent
FROM silver.customers c
LEFT JOIN silver.orders o
  ON o.tenant = c.tenant AND o.customer_id = c.id AND o.status <> 'cancelled'
LEFT JOIN silver.order_items i
  ON i.tenant = o.tenant AND i.order_id = o.id
GROUP BY c.tenant, c.id, c.name, c.city
