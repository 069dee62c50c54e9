-- Why: blind boxes. A pool is what was promised before its first sale, never changed: its terms, and the hash that binds
-- the sealed seed to them. What is counted of it, of a shopper and of each box stands in tables of the lane.

create table draw_pool (
  pool_id text primary key,
  campaign_id text not null,
  promotion_id text not null,
  -- Other terms are the next version; what was bought keeps its own.
  version integer not null check (version > 0),
  sku_id text not null,
  -- The programme of the edition, as compiled.
  terms jsonb not null,
  -- SHA-256 over the text that names every term and the seed, in hex.
  commitment text not null check (commitment ~ '^[0-9a-f]{64}$'),
  sealed_seed bytea not null,
  committed_at bigint not null,
  opens_at bigint not null,
  closes_at bigint not null,
  unique (campaign_id, promotion_id, version)
);

create table draw_count (
  pool_id text primary key references draw_pool,
  held integer not null default 0 check (held >= 0),
  -- Boxes drawn, which is also the place of the next one.
  drawn integer not null default 0 check (drawn >= 0),
  by_prize jsonb not null default '{}',
  -- Set once: from then on the seed is public and nothing more is drawn.
  revealed_at bigint,
  seed text check ((seed is null) = (revealed_at is null))
);

-- One row for an account (limit and guarantee) and one for a phone (limit), in each programme.
create table draw_shopper (
  shopper_key text primary key,
  held integer not null default 0 check (held >= 0),
  draws integer not null default 0 check (draws >= 0),
  misses integer not null default 0 check (misses >= 0),
  last_hit integer not null default 0
);

-- The record of each box, kept: what it holds was settled with its payment.
create table draw (
  draw_id text primary key,
  pool_id text not null references draw_pool,
  campaign_id text not null,
  promotion_id text not null,
  purchase_id text not null,
  line_id text not null,
  shopper_id text not null,
  position integer not null,
  -- Which of the shopper's boxes it was, and how many before it held no guaranteed prize.
  ordinal integer not null,
  misses_before integer not null,
  prize_id text not null,
  hit boolean not null,
  by_pity boolean not null,
  drawn_at bigint not null,
  opened_at bigint,
  returned_at bigint,
  unique (pool_id, position)
);
create index draw_purchase on draw (purchase_id);
create index draw_shopper_line on draw (shopper_id, campaign_id, promotion_id, ordinal);
