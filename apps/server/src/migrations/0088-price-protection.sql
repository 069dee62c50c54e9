-- Why: what price protection paid is a row for each order line, so that one fall in price is paid once and a later
-- refund can read what was paid; a claim carries its idempotency key and its answer in the row.

create table price_protection (
  -- purchase/line
  protection_key text primary key,
  purchase_id text not null,
  line_id text not null,
  sku_id text not null,
  shop_id text not null,
  -- In all, and of it what is on the units still kept: returned units take their share along.
  paid_fen bigint not null check (paid_fen >= 0),
  held_fen bigint not null check (held_fen between 0 and paid_fen),
  payments jsonb not null
);
create index price_protection_purchase on price_protection (purchase_id);

create table protection_claim (
  claim_key text primary key,
  protection_id text not null unique,
  body_hash text not null,
  purchase_id text not null,
  campaign_id text not null,
  source text not null check (source in ('claim', 'automatic')),
  fen bigint not null check (fen > 0),
  lines jsonb not null,
  at bigint not null
);
create index protection_claim_purchase on protection_claim (purchase_id);
create index protection_claim_at on protection_claim (at desc, protection_id desc);
