-- What lies in the warehouses, and what it is worth at today's price.
SELECT
  p.tenant,
  p.id AS product_id,
  p.sku,
  p.name,
  COALESCE(SUM(m.quantity), 0) AS on_hand,
  p.price,
  CAST(COALESCE(SUM(m.quantity), 0) * p.price AS DECIMAL(18, 2)) AS stock_value
FROM silver.products p
LEFT JOIN silver.inventory_movements m
  ON m.tenant = p.tenant AND m.product_id = p.id
WHERE p.active
GROUP BY p.tenant, p.id, p.sku, p.name, p.price
