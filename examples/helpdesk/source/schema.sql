-- One desk's tables. No foreign key cascades: what InnoDB cascades does not stand in the binlog, so no
-- capture sees it.
CREATE TABLE agents (
  id          INT PRIMARY KEY,
  name        VARCHAR(100) NOT NULL,
  email       VARCHAR(200) NOT NULL,
  team        ENUM('front', 'billing', 'technical') NOT NULL,
  hourly_rate DECIMAL(6,2) NOT NULL,
  active      TINYINT(1) NOT NULL DEFAULT 1,
  hired_on    DATE NOT NULL
);

CREATE TABLE customers (
  id         BIGINT UNSIGNED PRIMARY KEY,
  company    VARCHAR(200) NOT NULL,
  plan       ENUM('free', 'team', 'enterprise') NOT NULL,
  seats      INT UNSIGNED NOT NULL,
  since      YEAR NOT NULL,
  created_at TIMESTAMP(6) NOT NULL
);

CREATE TABLE tickets (
  id             BIGINT PRIMARY KEY,
  customer_id    BIGINT UNSIGNED NOT NULL,
  agent_id       INT,
  subject        VARCHAR(300) NOT NULL,
  body           TEXT,
  status         ENUM('new', 'open', 'pending', 'solved', 'closed') NOT NULL,
  priority       ENUM('low', 'normal', 'high', 'urgent') NOT NULL,
  tags           SET('bug', 'howto', 'billing', 'login', 'export') NOT NULL DEFAULT '',
  replies        INT NOT NULL DEFAULT 0,
  minutes_spent  INT NOT NULL DEFAULT 0,
  satisfaction   TINYINT UNSIGNED,
  escalated      TINYINT(1) NOT NULL DEFAULT 0,
  opened_at      DATETIME(6) NOT NULL,
  first_reply_at DATETIME(6),
  solved_at      DATETIME(6),
  updated_at     TIMESTAMP(6) NOT NULL,
  KEY (customer_id),
  KEY (agent_id)
);
