-- Two days at the desk, after the first run. The demo tells the lines that start with "-- *".

-- * 400 tickets worked on, 15 changes each: assigned, answered, talked about, solved
START TRANSACTION;
UPDATE tickets SET agent_id = 1 + id % 25, status = 'open',
  updated_at = updated_at + INTERVAL 5 MINUTE WHERE id <= 400;
COMMIT;
START TRANSACTION;
UPDATE tickets SET replies = 1, minutes_spent = 4 + id % 9,
  first_reply_at = opened_at + INTERVAL id * 37 % 600 MINUTE,
  updated_at = updated_at + INTERVAL 10 MINUTE WHERE id <= 400;
COMMIT;
-- * four of the changes of each of these tickets in one transaction: MariaDB gives them one position
START TRANSACTION;
UPDATE tickets SET status = 'pending', updated_at = updated_at + INTERVAL 1 MINUTE WHERE id <= 400;
UPDATE tickets SET tags = 'bug,login', updated_at = updated_at + INTERVAL 1 MINUTE WHERE id <= 400;
UPDATE tickets SET tags = 'howto', updated_at = updated_at + INTERVAL 1 MINUTE WHERE id <= 400;
UPDATE tickets SET status = 'open', updated_at = updated_at + INTERVAL 1 MINUTE WHERE id <= 400;
COMMIT;
UPDATE tickets SET replies = replies + 1, minutes_spent = minutes_spent + 3 WHERE id <= 400;
UPDATE tickets SET replies = replies + 1, minutes_spent = minutes_spent + 5 WHERE id <= 400;
UPDATE tickets SET escalated = 1 - escalated WHERE id <= 400;
UPDATE tickets SET priority = 'urgent', replies = replies + 1 WHERE id <= 400;
UPDATE tickets SET escalated = 1 - escalated, minutes_spent = minutes_spent + 7 WHERE id <= 400;
UPDATE tickets SET escalated = id % 10 = 0, replies = replies + 1 WHERE id <= 400;
UPDATE tickets SET status = 'pending', minutes_spent = minutes_spent + 2 WHERE id <= 400;
UPDATE tickets SET status = 'solved', solved_at = first_reply_at + INTERVAL 1 DAY,
  updated_at = updated_at + INTERVAL 1 DAY WHERE id <= 400;
UPDATE tickets SET status = 'closed', satisfaction = 1 + id % 5,
  updated_at = updated_at + INTERVAL 1 DAY WHERE id <= 400;

-- * 60 new tickets; 12 that were spam deleted
START TRANSACTION;
INSERT INTO tickets (id, customer_id, subject, status, priority, opened_at, updated_at)
SELECT 800 + seq, 1 + seq * 7 % 200, CONCAT('Größer als gedacht, Nr. ', seq), 'new', 'normal',
  TIMESTAMP '2026-03-19 00:30:00.000001' + INTERVAL seq MINUTE,
  TIMESTAMP '2026-03-19 00:30:00.000001' + INTERVAL seq MINUTE
FROM seq_1_to_60;
DELETE FROM tickets WHERE id BETWEEN 501 AND 512;
COMMIT;

-- * one ticket deleted and opened again under its number, in one transaction
START TRANSACTION;
DELETE FROM tickets WHERE id = 600;
INSERT INTO tickets (id, customer_id, subject, status, priority, opened_at, updated_at)
VALUES (600, 3, 'Once more', 'new', 'high', '2026-03-19 09:00:00', '2026-03-19 09:00:00');
COMMIT;

-- * a customer gets another number, and with it the tickets
START TRANSACTION;
UPDATE tickets SET customer_id = 18446744073709551615 WHERE customer_id = 42;
UPDATE customers SET id = 18446744073709551615 WHERE id = 42;
COMMIT;

-- * a transaction that is rolled back: nobody must ever see it
START TRANSACTION;
UPDATE agents SET hourly_rate = 0;
ROLLBACK;

-- * ALTER TABLE agents: a wider hourly_rate, and a rate that needs it
ALTER TABLE agents MODIFY hourly_rate DECIMAL(10,2) NOT NULL;
UPDATE agents SET hourly_rate = 120000.60 WHERE id = 7;

-- * ALTER TABLE tickets ADD COLUMN channel, filled for what is not closed
ALTER TABLE tickets ADD COLUMN channel VARCHAR(20);
UPDATE tickets SET channel = CASE WHEN id % 2 = 0 THEN 'chat' ELSE 'mail' END
WHERE status <> 'closed';
