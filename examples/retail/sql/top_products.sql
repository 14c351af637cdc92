-- The ten products of each shop that brought in most.
WITH sold AS (
  SELECT
    i.tenant,
    i.product_id,
    SUM(i.quantity) AS units,
    SUM(CAST(i.quantity * i.unit_price * (1 - i.discount) AS DECIMAL(18, 2))) AS revenue
  FROM silver.order_items i
  JOIN silver.orders o
    ON o.tenant = i.tenant AND o.id = i.order_id
  WHERE o.status <> 'cancelled'
  GROUP BY i.tenant, i.product_id
),
ranked AS (
  SELECT
    s.tenant,
    s.product_id,
    s.units,
    s.revenue,
    ROW_NUMBER() OVER (PARTITION BY s.tenant ORDER BY s.revenue DESC, s.product_id) AS place
  FROM sold s
)
SELECT
  r.tenant,
  r.product_id,
  r.place,
  p.name,
  p.category,
  r.units,
  r.revenue
FROM ranked r
JOIN silver.products p
  ON p.tenant = r.tenant AND p.id = r.product_id
WHERE r.place <= 10
