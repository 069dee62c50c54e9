-- Why: several providers at once. A refund may take its time at a provider, or never arrive: then a person has to look.
-- The sandbox speaks the wire formats of two providers over one set of books.

create table refund_standing (
  refund_id text primary key,
  payment_id text not null,
  purchase_id text not null,
  provider text not null,
  amount_fen bigint not null,
  state text not null check (state in ('processing', 'abnormal', 'done')),
  -- The provider's words where it is abnormal.
  reason text,
  asked_at bigint not null,
  changed_at bigint not null,
  checks integer not null default 0
);
create index refund_standing_open on refund_standing (changed_at) where state <> 'done';

alter table sandbox_charge
  add column dialect text not null default 'sandbox',
  add column subject text,
  add column notify_url text,
  add column return_url text;
alter table sandbox_charge alter column dialect drop default;
create index sandbox_charge_decided on sandbox_charge (dialect, decided_at) where state = 'succeeded';

alter table sandbox_refund
  add column provider_ref text,
  add column state text not null default 'succeeded' check (state in ('processing', 'succeeded', 'abnormal')),
  add column notify_url text;
alter table sandbox_refund alter column state drop default;
create index sandbox_refund_at on sandbox_refund (at);
