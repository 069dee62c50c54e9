-- Why: goods stand somewhere. Warehouses share the network's stock out between them, stores have their own; units that
-- are damaged or waiting to be looked at are on hand and not for sale; and a movement says at which place it happened.

alter table stock add column unavailable integer not null default 0 check (unavailable >= 0);
alter table stock drop constraint stock_check;
alter table stock add constraint stock_promised check (reserved + locked + unavailable <= on_hand);

create table place (
  place_id text primary key,
  kind text not null check (kind in ('warehouse', 'store')),
  name_zh text not null,
  name_en text not null,
  address_zh text not null,
  address_en text not null,
  -- Where it stands, and the provinces that it serves before others do: six-digit codes.
  province text not null,
  serves text[] not null,
  -- A warehouse's part of a delivery for which nobody names a place; 0 for a store.
  share integer not null check (share >= 0),
  -- When a store is open, as words; null for a warehouse.
  hours_zh text,
  hours_en text
);

-- Counted in the lane. Over all warehouses on_hand and unavailable add up to the row in stock.
create table place_stock (
  place_stock_key text primary key,
  sku_id text not null,
  place_id text not null references place (place_id),
  on_hand integer not null check (on_hand >= 0),
  allotted integer not null default 0 check (allotted >= 0),
  unavailable integer not null default 0 check (unavailable >= 0),
  check (allotted + unavailable <= on_hand)
);
create index place_stock_sku on place_stock (sku_id);

-- `seq` is the order in which movements were written down: running sums over it are before and after of each.
alter table stock_movement
  add column place_id text not null default '',
  add column sold integer not null default 0,
  add column unavailable integer not null default 0,
  add column allotted integer not null default 0,
  add column seq bigint generated always as identity;
alter table stock_movement drop constraint stock_movement_pkey;
alter table stock_movement add primary key (biz_type, biz_id, action, sku_id, place_id);
