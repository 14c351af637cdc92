-- Believable rows, the same at every run.
INSERT INTO agents
SELECT seq, CONCAT('Agent ', seq), CONCAT('agent', seq, '@example.com'),
  ELT(1 + seq % 3, 'front', 'billing', 'technical'), 24 + seq % 7 * 2.40, seq % 9 <> 0,
  DATE '2021-01-04' + INTERVAL seq * 37 DAY
FROM seq_1_to_25;

INSERT INTO customers
SELECT seq, CONCAT(ELT(1 + seq % 5, 'Fjörd', 'Müller', 'Ocean', 'Łódź', 'Peak'), ' ', seq, ' Ltd'),
  ELT(1 + seq % 3, 'free', 'team', 'enterprise'), 5 + seq * 7 % 400, 2012 + seq % 14,
  TIMESTAMP '2025-01-01 08:00:00.000001' + INTERVAL seq * 613 MINUTE
FROM seq_1_to_200;

INSERT INTO tickets (id, customer_id, subject, body, status, priority, opened_at, updated_at)
SELECT seq, 1 + seq * 13 % 200, CONCAT('Something is wrong, no. ', seq),
  REPEAT(CONCAT('It worked yesterday (', seq, '). '), 1 + seq % 20), 'new',
  ELT(1 + seq % 4, 'low', 'normal', 'high', 'urgent'),
  TIMESTAMP '2026-03-01 06:00:00.123456' + INTERVAL seq * 29 MINUTE,
  TIMESTAMP '2026-03-01 06:00:00.123456' + INTERVAL seq * 29 MINUTE
FROM seq_1_to_800;
