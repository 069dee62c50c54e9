-- Why: what was asked of a provider and what came of it; the sandbox keeps books of its own, as a real one would.

create table payment (
  payment_id text primary key,
  purchase_id text not null,
  provider text not null,
  amount_fen bigint not null check (amount_fen >= 0),
  state text not null check (state in ('pending', 'succeeded', 'failed', 'refunded')),
  approve_url text,
  provider_ref text,
  requested_at bigint not null,
  expires_at bigint not null,
  settled_at bigint,
  refunded_fen bigint not null default 0 check (refunded_fen between 0 and amount_fen),
  -- [{refundId, fen, at, reason}]
  refunds jsonb not null default '[]'
);
create index payment_purchase on payment (purchase_id, requested_at);
create index payment_pending on payment (requested_at) where state = 'pending';

-- Written when the provider has confirmed a refund; payment.refunds without a row here are still to be carried out.
create table provider_refund (
  refund_id text primary key,
  payment_id text not null,
  amount_fen bigint not null,
  confirmed_at bigint not null
);

create table sandbox_key (
  key_id text primary key,
  private_pem text not null,
  public_pem text not null
);

create table sandbox_charge (
  payment_id text primary key,
  provider_ref text not null unique,
  amount_fen bigint not null,
  state text not null check (state in ('open', 'succeeded', 'failed', 'closed')),
  expires_at bigint not null,
  decided_at bigint
);

create table sandbox_refund (
  refund_id text primary key,
  payment_id text not null references sandbox_charge,
  amount_fen bigint not null,
  at bigint not null
);
