-- Every customer with the orders they have placed and where they live, as far as that is told.
SELECT
  c.tenant,
  c._id AS customer_id,
  c.name,
  c.address.city AS city,
  COUNT(o._id) AS orders,
  MAX(o.placed_at) AS last_order
FROM silver.customers c
LEFT JOIN silver.orders o
  ON o.tenant = c.tenant AND o.customer = c._id
GROUP BY c.tenant, c._id, c.name, c.address.city
