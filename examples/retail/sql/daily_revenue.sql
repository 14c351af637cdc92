-- What each shop sold on each day (UTC), without cancelled orders.
SELECT
  o.tenant,
  CAST(o.ordered_at AS DATE) AS day,
  COUNT(DISTINCT o.id) AS orders,
  SUM(i.quantity) AS units,
  SUM(CAST(i.quantity * i.unit_price * (1 - i.discount) AS DECIMAL(18, 2))) AS revenue
FROM silver.orders o
JOIN silver.order_items i
  ON i.tenant = o.tenant AND i.order_id = o.id
WHERE o.status <> 'cancelled'
GROUP BY o.tenant, CAST(o.ordered_at AS DATE)
