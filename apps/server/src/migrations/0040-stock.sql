-- Why: goods stock, the counted rows of every order. Only the lane changes what orders count on.

create table stock (
  sku_id text primary key,
  on_hand integer not null check (on_hand >= 0),
  reserved integer not null default 0 check (reserved >= 0),
  locked integer not null default 0 check (locked >= 0),
  sold integer not null default 0 check (sold >= 0),
  -- What the campaign was given: the base of the alert grades.
  allotment integer not null check (allotment >= 0),
  check (reserved + locked <= on_hand)
);

-- Projection of the outbox: one row for each change of a counted row, unique by what caused it.
create table stock_movement (
  biz_type text not null,
  biz_id text not null,
  action text not null,
  sku_id text not null,
  on_hand integer not null default 0,
  reserved integer not null default 0,
  locked integer not null default 0,
  at bigint not null,
  primary key (biz_type, biz_id, action, sku_id)
);
create index stock_movement_sku on stock_movement (sku_id, at);

-- Projection: the grade a person was last told, so that it clears with hysteresis only.
create table stock_alert (
  sku_id text primary key,
  grade text not null check (grade in ('blue', 'yellow', 'red', 'black')),
  since bigint not null
);
