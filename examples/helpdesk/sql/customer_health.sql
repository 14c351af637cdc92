-- Every customer with the tickets they have, how content they were, and what waits for them.
SELECT
  c.tenant,
  c.id AS customer_id,
  c.company,
  c.plan,
  COUNT(t.id) AS tickets,
  AVG(t.satisfaction) AS satisfaction,
  COUNT(CASE WHEN t.escalated = 1 THEN 1 END) AS escalated,
  COUNT(CASE WHEN t.status IN ('new', 'open', 'pending') THEN 1 END) AS waiting
FROM silver.customers c
LEFT JOIN silver.tickets t
  ON t.tenant = c.tenant AND t.customer_id = c.id
GROUP BY c.tenant, c.id, c.company, c.plan
