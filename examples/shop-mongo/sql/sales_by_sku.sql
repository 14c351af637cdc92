-- What each article sold in orders that were not cancelled.
SELECT
  i.tenant,
  i.sku,
  COUNT(*) AS orders,
  SUM(i.qty) AS pieces,
  CAST(SUM(i.qty * i.price) AS DECIMAL(18, 2)) AS revenue
FROM silver.order_items i
JOIN silver.orders o
  ON o.tenant = i.tenant AND o._id = i.order_id
WHERE o.status <> 'cancelled'
GROUP BY i.tenant, i.sku
