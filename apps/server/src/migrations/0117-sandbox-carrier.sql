-- Why: the sandbox's carriers and its bank keep books of their own, as real ones do; nothing of ours reads them but through
-- their ports.

create table sandbox_label (
  parcel_id text primary key,
  carrier text not null,
  tracking_no text not null unique,
  -- Every scan of the journey with when it happens and when it is told; null is never.
  journey jsonb not null,
  -- The next scan that is to be told.
  next_push_at bigint
);
create index sandbox_label_push on sandbox_label (next_push_at) where next_push_at is not null;

create table sandbox_payout (
  payout_id text primary key,
  shopper_id text not null,
  amount_fen bigint not null check (amount_fen > 0),
  at bigint not null
);
