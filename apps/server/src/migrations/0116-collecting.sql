-- Why: goods in a store are handed to whoever brings the code. It is looked up by a keyed hash, kept for its owner under
-- their seal, and used once; wrong tries are counted for each clerk in each place, where several nodes see them.

create table pickup_code (
  -- place/keyed hash: unique among the codes of a place.
  code_key text primary key,
  place_id text not null,
  parcel_id text not null,
  purchase_id text not null,
  state text not null check (state in ('open', 'used', 'expired', 'void')),
  sealed_code text not null,
  ready_at bigint not null,
  expires_at bigint not null,
  reminded_at bigint,
  ended_at bigint,
  -- The operator who handed the goods over.
  clerk_id text,
  -- When to remind, then when to expire; null once it has ended.
  next_at bigint
);
create index pickup_code_parcel on pickup_code (parcel_id);
create index pickup_code_next on pickup_code (next_at) where next_at is not null;

create table pickup_tries (
  -- place/operator
  tries_key text primary key,
  wrong integer not null,
  locked_until bigint
);
