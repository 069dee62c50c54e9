-- Why: the purchase row is the order: idempotency key, answer, allocation and deadline in one row, so that a hot
-- order writes one. Orders, lines and holds below it are projections of the outbox, rebuilt from it at any time.

create table cart_line (
  shopper_id text not null,
  sku_id text not null,
  quantity integer not null check (quantity between 1 and 999),
  selected boolean not null,
  added_at bigint not null,
  primary key (shopper_id, sku_id)
);

create table purchase (
  purchase_id text primary key,
  -- `${shopperId}:${Idempotency-Key}`
  claim_key text not null unique,
  body_hash text not null,
  shopper_id text not null,
  kind text not null check (kind in ('ordinary', 'flash')),
  state text not null check (state in ('held', 'paid', 'closed', 'refunded')),
  placed_at bigint not null,
  hold_until bigint not null,
  paid_at bigint,
  closed_at bigint,
  closed_reason text,
  payment_id text,
  pay_fen bigint not null,
  refunded_fen bigint not null default 0 check (refunded_fen between 0 and pay_fen),
  -- {lineId: units returned}
  returned jsonb not null default '{}',
  -- Frozen at placing: edition, channel, orders, lines, allocations, freight, limit keys, masked and sealed address.
  body jsonb not null
);
create index purchase_shopper on purchase (shopper_id, placed_at desc, purchase_id desc);
create index purchase_placed on purchase (placed_at desc, purchase_id desc);

create table shop_order (
  order_id text primary key,
  purchase_id text not null,
  shop_id text not null,
  goods_fen bigint not null,
  freight_fen bigint not null,
  placed_at bigint not null
);
create index shop_order_purchase on shop_order (purchase_id);

create table order_line (
  purchase_id text not null,
  line_id text not null,
  order_id text not null,
  sku_id text not null,
  product_id text not null,
  shop_id text not null,
  quantity integer not null,
  returned_quantity integer not null default 0,
  list_fen bigint not null,
  net_fen bigint not null,
  refunded_fen bigint not null default 0,
  primary key (purchase_id, line_id)
);
create index order_line_sku on order_line (sku_id);

create table order_allocation (
  purchase_id text not null,
  line_id text not null,
  promotion_id text not null,
  layer text not null,
  funder text not null,
  fen bigint not null,
  primary key (purchase_id, line_id, promotion_id, funder)
);
create index order_allocation_promotion on order_allocation (promotion_id);

create table hold (
  purchase_id text primary key,
  state text not null check (state in ('held', 'used', 'given back')),
  held_at bigint not null,
  hold_until bigint not null,
  ended_at bigint
);
