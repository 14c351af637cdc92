-- Believable rows, the same at every run; the database's name is the tenant's and seeds the dice.
SELECT setseed(ascii(current_database()) / 128.0);

CREATE FUNCTION pg_temp.pick(VARIADIC words text[]) RETURNS text LANGUAGE sql VOLATILE
AS 'SELECT words[1 + floor(random() * cardinality(words))::int]';

CREATE FUNCTION pg_temp.upto(most int) RETURNS int LANGUAGE sql VOLATILE
AS 'SELECT 1 + floor(random() * most)::int';

-- md5 of a text is 32 hexadecimal digits, and so is a uuid.
CREATE FUNCTION pg_temp.uuid_of(kind text, id bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
AS 'SELECT md5(current_database() || kind || id)::uuid';

INSERT INTO shop.customers
SELECT
  id,
  pg_temp.uuid_of('customer', id),
  lower(first || '.' || replace(last, 'ø', 'o')) || id || '@example.com',
  first || ' ' || last,
  pg_temp.pick('Lisboa', 'Kraków', 'Gdańsk', 'Århus', 'Köln', '東京', 'Austin', 'Nairobi', NULL),
  CASE WHEN random() < 0.8 THEN date '1950-01-01' + pg_temp.upto(20000) END,
  round((random() * 5000)::numeric, 2),
  random() < 0.4,
  CASE WHEN random() < 0.7 THEN jsonb_build_object(
    'language', pg_temp.pick('en', 'pt', 'pl', 'da', 'ja'),
    'newsletter', random() < 0.5,
    'sizes', jsonb_build_array(pg_temp.upto(50), round((random() * 10)::numeric, 1))) END,
  timestamptz '2025-01-01 00:00:00+00' + random() * interval '360 days'
FROM (
  SELECT
    id,
    pg_temp.pick('Ada', 'Bao', 'Chidi', 'Dalia', 'Emre', 'Freya', 'Goran', 'Hana', 'Ines', 'Jonas',
      'Kofi', 'Lena', 'Mateo', 'Nadia', 'Olu', 'Priya', 'Quinn', 'Rosa', 'Sven', 'Tova') AS first,
    pg_temp.pick('Almeida', 'Bergstrøm', 'Costa', 'Dvorak', 'Eriksen', 'Fischer', 'Garcia', 'Haddad',
      'Ito', 'Jensen', 'Kowalski', 'Lindqvist', 'Mwangi', 'Nguyen', 'Okafor', 'Petrov') AS last
  FROM generate_series(1, 300) AS id
) AS person;

INSERT INTO shop.products
SELECT
  id,
  upper(left(category, 3)) || '-' || lpad(id::text, 5, '0'),
  initcap(material || ' ' || noun),
  category,
  round((3 + random() * random() * 400)::numeric, 2),
  round((0.1 + random() * 20)::numeric, 3)::real,
  random() < 0.95,
  ARRAY[material, category, CASE WHEN random() < 0.3 THEN 'new' ELSE 'classic' END],
  jsonb_build_object(
    'material', material,
    'origin', pg_temp.pick('PT', 'PL', 'DK', 'JP', 'KE'),
    'warranty_years', pg_temp.upto(5)),
  CASE WHEN id % 10 = 1 THEN
    (SELECT string_agg(md5(id::text || part), ' ') FROM generate_series(1, 300) AS part) END,
  timestamp '2025-12-01 00:00:00' + random() * interval '30 days'
FROM (
  SELECT
    id,
    pg_temp.pick('oak', 'steel', 'linen', 'cork', 'wool', 'glass', 'leather', 'ceramic') AS material,
    (ARRAY['kettle', 'lamp', 'blanket', 'tent', 'backpack', 'chair', 'notebook', 'bicycle pump',
      'coffee mill', 'cutting board', 'rain jacket', 'headphones'])[1 + id % 12] AS noun,
    (ARRAY['kitchen', 'home', 'home', 'outdoor', 'outdoor', 'home', 'office', 'outdoor', 'kitchen',
      'kitchen', 'outdoor', 'office'])[1 + id % 12] AS category
  FROM generate_series(1, 120) AS id
) AS article;

INSERT INTO shop.orders
SELECT
  id,
  pg_temp.upto(300),
  pg_temp.pick('delivered', 'delivered', 'delivered', 'shipped', 'paid', 'cancelled'),
  ordered_at,
  CASE WHEN random() < 0.6 THEN ordered_at::date + pg_temp.upto(14) END,
  CASE WHEN random() < 0.9 THEN round((random() * 15)::numeric, 2) END,
  random() < 0.1,
  pg_temp.pick('ring twice', 'leave with the neighbour – thanks!', 'für Omas Geburtstag 🎂', '', NULL,
    NULL, NULL, NULL)
FROM (
  SELECT id, timestamptz '2026-01-01 00:00:00+00' + random() * interval '60 days' AS ordered_at
  FROM generate_series(1, 2000) AS id
) AS placed;

-- Two or three lines each, 2.5 on average.
INSERT INTO shop.order_items
SELECT
  o.id,
  line,
  p.id,
  pg_temp.upto(4),
  p.price,
  CASE WHEN random() < 0.2 THEN 0.1000 ELSE 0 END
FROM (SELECT id, pg_temp.upto(120) AS first_product FROM shop.orders) AS o
CROSS JOIN LATERAL generate_series(1, 2 + o.id % 2) AS line
JOIN shop.products p ON p.id = 1 + (o.first_product + line * 37) % 120;

INSERT INTO shop.inventory_movements
SELECT
  id,
  1 + id % 120,
  pg_temp.upto(3),
  kind,
  CASE kind WHEN 'receipt' THEN 40 + pg_temp.upto(60) WHEN 'sale' THEN -pg_temp.upto(8)
    ELSE pg_temp.upto(5) - 3 END,
  CASE WHEN kind <> 'adjustment' THEN pg_temp.uuid_of('movement', id) END,
  timestamp '2026-01-01 00:00:00' + random() * interval '60 days'
FROM (
  SELECT id, CASE WHEN id <= 360 THEN 'receipt' ELSE pg_temp.pick('sale', 'sale', 'adjustment') END
    AS kind
  FROM generate_series(1, 3000) AS id
) AS movement;
