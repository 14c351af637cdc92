-- One shop's tables. Replica identity stays the default: an event's "before" holds the key alone,
-- and a large value that an update did not touch is not in the event at all.
CREATE SCHEMA shop;

CREATE TABLE shop.customers (
  id               bigint PRIMARY KEY,
  public_id        uuid NOT NULL,
  email            text NOT NULL,
  name             text NOT NULL,
  city             text,
  birth_date       date,
  credit_limit     numeric(12,2) NOT NULL DEFAULT 0,
  marketing_opt_in boolean NOT NULL,
  preferences      jsonb,
  created_at       timestamptz NOT NULL
);

CREATE TABLE shop.products (
  id         integer PRIMARY KEY,
  sku        varchar(20) NOT NULL UNIQUE,
  name       text NOT NULL,
  category   text NOT NULL,
  price      numeric(12,2) NOT NULL,
  weight_kg  real,
  active     boolean NOT NULL DEFAULT true,
  tags       text[] NOT NULL,
  attributes jsonb NOT NULL,
  manual     text,                       -- several kB: stored apart from the row
  updated_at timestamp NOT NULL
);

CREATE TABLE shop.orders (
  id            bigint PRIMARY KEY,
  customer_id   bigint NOT NULL REFERENCES shop.customers ON UPDATE CASCADE,
  status        text NOT NULL,
  ordered_at    timestamptz NOT NULL,
  required_date date,
  shipping_fee  numeric(12,2),
  gift          boolean NOT NULL,
  note          text
);
CREATE INDEX ON shop.orders (customer_id);

CREATE TABLE shop.order_items (
  order_id   bigint REFERENCES shop.orders ON DELETE CASCADE,
  line       smallint,
  product_id integer NOT NULL REFERENCES shop.products,
  quantity   integer NOT NULL,
  unit_price numeric(12,2) NOT NULL,
  discount   numeric(5,4) NOT NULL,
  PRIMARY KEY (order_id, line)
);

CREATE TABLE shop.inventory_movements (
  id         bigint PRIMARY KEY,
  product_id integer NOT NULL REFERENCES shop.products,
  warehouse  smallint NOT NULL,
  kind       text NOT NULL,
  quantity   integer NOT NULL,
  reference  uuid,
  moved_at   timestamp NOT NULL
);
