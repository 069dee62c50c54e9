-- Why: a pre-sale is paid in two charges, so a payment says which one it is; its deposits stand in a table of their own,
-- by which the first N are ranked and what is booked is summed; what a seller owes on top of a refund is written down
-- until somebody has paid it; and a shopper is told of an open balance once, in a row.

alter table payment add column stage text not null default 'whole' check (stage in ('whole', 'deposit', 'balance'));

create table presale_deposit (
  purchase_id text primary key,
  promotion_id text not null,
  shopper_id text not null,
  sku_id text not null,
  quantity integer not null check (quantity > 0),
  payment_id text not null unique,
  paid_at bigint not null,
  deposit_fen bigint not null check (deposit_fen >= 0),
  -- P − s times the quantity.
  booked_fen bigint not null check (booked_fen >= deposit_fen),
  balance_ends_at bigint not null
);
create index presale_deposit_rank on presale_deposit (promotion_id, paid_at, payment_id);

-- The second half of a double return: it is no refund of a payment, somebody has to send it.
create table presale_payout (
  purchase_id text primary key,
  shopper_id text not null,
  fen bigint not null check (fen > 0),
  owed_at bigint not null,
  reason text not null
);

create table presale_notice (
  -- `${purchaseId}:${kind}`: of each kind one.
  notice_id text primary key,
  shopper_id text not null,
  purchase_id text not null,
  kind text not null check (kind in ('balanceOpen', 'dayLeft', 'twoHoursLeft')),
  at bigint not null,
  balance_ends_at bigint not null,
  title jsonb not null,
  read_at bigint
);
create index presale_notice_shopper on presale_notice (shopper_id, at desc, notice_id desc);
