-- Why: a provider's daily bill is compared with our books; what differs is kept once and worked through by a person.

create table bill (
  provider text not null,
  -- Day in Beijing, 2024-06-18.
  day text not null,
  -- Of the file as downloaded; empty where the provider wrote none.
  sha256 text not null,
  fetched_at bigint not null,
  -- {charges: {ours, theirs, agreed: {count, fen}}, refunds: …}
  sums jsonb not null,
  primary key (provider, day)
);

-- Which payments and refunds have stood on a bill, so that none is missed on a second one.
create table bill_line (
  provider text not null,
  -- A payment's or a refund's id.
  ref text not null,
  payment_id text not null,
  day text not null,
  fen bigint not null,
  primary key (provider, ref)
);
create index bill_line_day on bill_line (provider, day);

create table bill_difference (
  difference_id text primary key,
  provider text not null,
  day text not null,
  kind text not null,
  payment_id text not null,
  refund_id text,
  purchase_id text,
  ours_fen bigint,
  theirs_fen bigint,
  found_at bigint not null,
  -- `gone`: a later comparison found it no more.
  state text not null check (state in ('open', 'acknowledged', 'gone')),
  closed_at bigint,
  closed_by text,
  reason text
);
create unique index bill_difference_once on bill_difference (provider, kind, payment_id, (coalesce(refund_id, '')));
create index bill_difference_day on bill_difference (provider, day);

create index payment_settled on payment (provider, settled_at) where settled_at is not null;
