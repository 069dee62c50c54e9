-- Why: points of shoppers. An account holds what is left of each lot; every change of it is an entry with its moves, written
-- in the transaction of the order that made it, so that the lots are always the sum of the entries.

create table points_account (
  shopper_id text primary key,
  -- [{lotId, left, usableFrom, expiresAt}], what ends soonest first; an empty lot is none.
  lots jsonb not null,
  balance integer not null check (balance >= 0)
);

-- Append-only. The key says what made it: the purchase and what became of it, or the return.
create table points_entry (
  entry_id text primary key,
  shopper_id text not null,
  purchase_id text not null,
  at bigint not null,
  -- Sum of the moves.
  points integer not null,
  -- [{kind, lotId, points, usableFrom, expiresAt}]
  moves jsonb not null
);
create index points_entry_shopper on points_entry (shopper_id, at desc, entry_id desc);

-- What a return moved beside the money of its goods: points back and clawed back, what was no longer there, gifts kept.
alter table return_request add column beside jsonb;
