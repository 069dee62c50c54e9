-- Why: shoppers, operators, their sessions and what they did. Personal data is sealed under a key of its person;
-- losing that key erases the person without touching the books. Tokens are stored as hashes only.

create table shopper (
  shopper_id text primary key,
  person_id text not null,
  member_tier text not null check (member_tier in ('basic', 'silver', 'gold', 'black')),
  simulated boolean not null,
  created_at bigint not null,
  first_paid_at bigint,
  last_paid_at bigint
);

create table person_key (
  person_id text primary key,
  sealed_key bytea not null
);

create table shopper_session (
  token_hash bytea primary key,
  shopper_id text not null references shopper,
  expires_at_wall bigint not null,
  revoked_at_wall bigint
);
create index shopper_session_shopper on shopper_session (shopper_id);

create table visit (
  visit_id text primary key,
  shopper_id text not null references shopper,
  channel text not null,
  started_at bigint not null
);
create index visit_started on visit (started_at);
create index visit_shopper on visit (shopper_id, started_at);

-- Buffered, may lose the last rows of a crash: it feeds figures about visitors, never money.
create table behaviour (
  behaviour_id bigserial primary key,
  at bigint not null,
  shopper_id text not null,
  visit_id text not null,
  kind text not null,
  product_id text,
  sku_id text,
  channel text not null
);
create index behaviour_at on behaviour (at);

create table operator (
  operator_id text primary key,
  name text not null unique,
  role text not null check (role in ('commander', 'merchandiser', 'analyst')),
  -- Null until the operator has chosen one.
  password_hash text,
  -- Null once it was used.
  one_time_hash text,
  created_at_wall bigint not null
);

create table operator_session (
  token_hash bytea primary key,
  operator_id text not null references operator,
  expires_at_wall bigint not null,
  revoked_at_wall bigint
);
create index operator_session_operator on operator_session (operator_id);
