-- Tickets by the day on which they were opened or solved.
WITH moves AS (
  SELECT tenant, CAST(opened_at AS DATE) AS day, 1 AS opened, 0 AS solved FROM silver.tickets
  UNION ALL
  SELECT tenant, CAST(solved_at AS DATE) AS day, 0 AS opened, 1 AS solved FROM silver.tickets
  WHERE solved_at IS NOT NULL
)
SELECT tenant, day, SUM(solved) AS solved, SUM(opened) AS opened
FROM moves
GROUP BY tenant, day
