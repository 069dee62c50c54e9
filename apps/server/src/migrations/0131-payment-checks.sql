-- Why: a payment that looks risky goes on only once somebody has shown that they are who the order says. What was asked
-- and how it ended is kept; codes are kept as keyed hashes, and a check is good for one payment of one amount.

create table payment_check (
  check_id text primary key,
  shopper_id text not null,
  purchase_id text not null,
  stage text not null check (stage in ('whole', 'deposit', 'balance')),
  amount_fen bigint not null,
  -- Why it was asked for, as the engine names its reasons.
  risks text[] not null,
  -- Keyed hash of the number that the code went to.
  phone_key text not null,
  -- Sealed under the key of the shopper's person.
  sealed_phone text not null,
  code_hash bytea not null,
  state text not null default 'asked' check (state in ('asked', 'passed', 'failed', 'used')),
  tries integer not null default 0,
  asked_at_wall bigint not null,
  expires_at_wall bigint not null,
  passed_at_wall bigint,
  -- The charge that it let through.
  payment_id text
);
-- Messages to a number, and for an account, within the last day.
create index payment_check_phone on payment_check (phone_key, asked_at_wall);
create index payment_check_shopper on payment_check (shopper_id, asked_at_wall);

-- The number that an account has shown to be its own: later codes go there, whatever an order says.
create table confirmed_phone (
  shopper_id text primary key,
  phone_key text not null,
  -- Sealed under the key of its person.
  sealed_phone text not null,
  confirmed_at_wall bigint not null
);

-- What the phones of a simulated database received: texts of the last minutes, nothing older.
create table sandbox_message (
  message_id text primary key,
  sent_to text not null,
  text text not null,
  at_wall bigint not null
);
create index sandbox_message_at on sandbox_message (at_wall);
