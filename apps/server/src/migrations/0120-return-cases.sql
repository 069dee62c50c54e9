-- Why: goods that have left come back through a case with a life and deadlines of its own. Its row carries its request's
-- key, so that a repeat finds it; the book keeps what cases did with the units of a purchase, so that none is in two.

create table return_case (
  case_id text primary key,
  -- `${shopperId}:${Idempotency-Key}`
  claim_key text not null unique,
  body_hash text not null,
  purchase_id text not null,
  order_id text not null,
  shop_id text not null,
  shopper_id text not null,
  kind text not null check (kind in ('refundOnly', 'returnAndRefund', 'exchange')),
  reason text not null,
  fault text not null check (fault in ('seller', 'buyer')),
  state text not null check (state in
    ('requested', 'approved', 'refused', 'sentBack', 'received', 'inspected', 'refunded', 'replaced', 'closed')),
  lines jsonb not null,
  kept_gifts jsonb not null,
  sealed_words text,
  freight jsonb not null,
  expected_fen bigint,
  refund_fen bigint,
  requested_at bigint not null,
  since bigint not null,
  received_at bigint,
  -- Null once it has ended.
  deadline_at bigint,
  held boolean not null,
  tracking jsonb,
  found jsonb,
  replacement_id text,
  steps jsonb not null
);
create index return_case_purchase on return_case (purchase_id);
create index return_case_open on return_case (deadline_at, case_id) where deadline_at is not null;

create table return_book (
  purchase_id text primary key,
  units jsonb not null,
  insured jsonb not null
);
