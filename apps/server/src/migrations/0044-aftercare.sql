-- Why: returns carry their idempotency key and answer in the row; complaints keep their words sealed.

create table return_request (
  return_id text primary key,
  claim_key text not null unique,
  body_hash text not null,
  purchase_id text not null,
  refund_fen bigint not null,
  reason text not null,
  lines jsonb not null,
  at bigint not null
);
create index return_request_purchase on return_request (purchase_id);

create table complaint (
  complaint_id text primary key,
  purchase_id text not null,
  shopper_id text not null,
  topic text not null,
  state text not null check (state in ('open')),
  sealed_words text not null,
  opened_at bigint not null
);
create index complaint_purchase on complaint (purchase_id);
