-- Why: coupons in people's hands, each a row with its state; the claims that made them; who was left out of a win-back to
-- measure what it adds. Caps learn which edition set them, so that a node with an older one does not set them back.

create table coupon (
  coupon_id text primary key,
  shopper_id text not null,
  campaign_id text not null,
  promotion_id text not null,
  -- How it reached its owner: the issue mode of its programme.
  issue text not null,
  claimed_at bigint not null,
  expires_at bigint not null,
  -- Expiry is no state: it is read off `expires_at`.
  state text not null check (state in ('available', 'frozen', 'used')),
  -- The purchase that froze or used it.
  purchase_id text,
  frozen_at bigint,
  used_at bigint,
  returned_at bigint,
  check ((state = 'available') = (purchase_id is null))
);
create index coupon_shopper on coupon (shopper_id, expires_at);
create index coupon_programme on coupon (campaign_id, promotion_id, state);

-- One idempotency key of one shopper: what was asked under it, the coupon as it was answered, and what it counted against
-- ({limits: [{limitKey, max}], takes: [{capId, amount}]}).
create table coupon_claim (
  claim_key text primary key,
  body_hash text not null,
  coupon_id text not null,
  coupon jsonb not null,
  counted jsonb not null
);

create unique index coupon_claim_coupon on coupon_claim (coupon_id);

-- Idle shoppers of a win-back programme: who got the coupon, and who was left out at random to measure what it adds.
create table win_back_pick (
  campaign_id text not null,
  promotion_id text not null,
  shopper_id text not null,
  held_out boolean not null,
  at bigint not null,
  primary key (campaign_id, promotion_id, shopper_id)
);

alter table cap add column version bigint not null default 0;
