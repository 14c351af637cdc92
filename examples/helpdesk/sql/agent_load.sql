-- What each agent has on the desk, and what the work on it has cost so far.
SELECT
  a.tenant,
  a.id AS agent_id,
  a.name,
  a.team,
  COUNT(t.id) AS tickets,
  COUNT(CASE WHEN t.status IN ('new', 'open', 'pending') THEN 1 END) AS open_tickets,
  COALESCE(SUM(t.minutes_spent), 0) AS minutes,
  CAST(COALESCE(SUM(t.minutes_spent), 0) * a.hourly_rate / 60 AS DECIMAL(18, 2)) AS cost
FROM silver.agents a
LEFT JOIN silver.tickets t
  ON t.tenant = a.tenant AND t.agent_id = a.id
GROUP BY a.tenant, a.id, a.name, a.team, a.hourly_rate
