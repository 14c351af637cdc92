-- One row per tenant and day.
SELECT
  tenant,
  CAST(created_at AS DATE) AS day,
  COUNT(*) AS orders,
  SUM(total) AS revenue
FROM silver.orders
GROUP BY tenant, CAST(created_at AS DATE)
