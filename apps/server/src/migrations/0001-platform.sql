-- The ground every module stands on: what kind of database this is, the outbox with its positions and consumers,
-- due work in campaign time, escrowed caps, and the campaign clock. Instants are milliseconds since 1970 (bigint),
-- handed in by the application: SQL here never asks for the time.

-- Simulated or real, from the first row on. `migrate` writes it; nothing ever changes it.
create table meta (
  id smallint primary key default 1 check (id = 1),
  kind text not null check (kind in ('simulated', 'real')),
  created_at bigint not null
);

-- Effects of committed work. `position` is given by the one relay after commit: ids are taken before commit, so a
-- reader that remembers the last id would skip a transaction that commits late. Every hot order appends here, so there
-- are two small indexes and no third one for a primary key: rows without a position by id, all others by position.
create table outbox (
  id bigint generated always as identity,
  type text not null,
  aggregate text not null,
  at bigint not null,
  data jsonb not null,
  position bigint
);
create unique index outbox_by_position on outbox (position) where position is not null;
create index outbox_without_position on outbox (id) where position is null;

create table outbox_position (
  id smallint primary key default 1 check (id = 1),
  position bigint not null
);
insert into outbox_position (position) values (0);

-- How far each consumer has come; moved in the transaction that applies the events.
create table consumer (
  name text primary key,
  position bigint not null
);

-- Work for a campaign instant. `next_at` is `at` until a try fails, then the instant of the next try.
create table due (
  kind text not null,
  key text not null,
  at bigint not null,
  payload jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  next_at bigint not null,
  attempts integer not null default 0,
  last_error text,
  primary key (kind, key)
);
create index due_waiting on due (next_at) where state = 'waiting';

-- A limit that every order touches, given out in slices. `leased` is the sum of the slices that are out; `used` what
-- came back spent. It can sink below zero while a refund came back before the slice it was spent from.
create table cap (
  cap_id text primary key,
  total bigint not null check (total >= 0),
  used bigint not null default 0,
  leased bigint not null default 0 check (leased >= 0),
  check (used + leased <= total)
);

-- A node's slice. `spent` moves in the transaction of the order that spends it. `expires_at` is wall time.
create table cap_lease (
  cap_id text not null references cap (cap_id),
  node_id text not null,
  slice bigint not null check (slice >= 0),
  spent bigint not null default 0 check (spent <= slice),
  expires_at bigint not null,
  primary key (cap_id, node_id)
);
create index cap_lease_expiring on cap_lease (expires_at);

-- At wall instant `wall_at` the campaign clock stood at `campaign_at`; it moves with the wall while `running`.
create table clock (
  id smallint primary key default 1 check (id = 1),
  campaign_at bigint not null,
  wall_at bigint not null,
  running boolean not null
);
