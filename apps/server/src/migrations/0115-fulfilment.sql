-- Why: what is paid has to reach its buyer. One row for each purchase says how each shop's order stands and which units are
-- in parcels; a parcel is a row with all that its carrier said of it, so that every word is kept once and in its own time.

create table fulfilment (
  purchase_id text primary key,
  shopper_id text not null,
  campaign_id text,
  number text not null,
  -- Province of the address.
  region text not null,
  paid_at bigint not null,
  -- Of the edition under which it was ordered.
  terms jsonb not null,
  -- One for each shop's order, with its lines.
  orders jsonb not null,
  -- When something is to be done next; null: nothing.
  allot_at bigint,
  complete_at bigint
);
create index fulfilment_allot on fulfilment (allot_at) where allot_at is not null;
create index fulfilment_complete on fulfilment (complete_at) where complete_at is not null;

create table parcel (
  parcel_id text primary key,
  purchase_id text not null,
  order_id text not null,
  shop_id text not null,
  number text not null,
  way text not null check (way in ('ship', 'pickup')),
  place_id text not null,
  region text not null,
  state text not null,
  carrier text,
  tracking_no text,
  units jsonb not null,
  net_fen bigint not null,
  ship_by bigint not null,
  deliver_by bigint not null,
  created_at bigint not null,
  shipped_at bigint,
  delivered_at bigint,
  -- Scans of the carrier, by the time of the event.
  track jsonb not null,
  -- What stopped the clock of the promise.
  pauses jsonb not null,
  -- Paid once for each parcel.
  compensation jsonb,
  -- What people did about it, oldest first.
  notes jsonb not null,
  -- When it is looked at next: by the simulated warehouse, for lateness, to ask its carrier. Null: no more.
  work_at bigint,
  late_at bigint,
  poll_at bigint
);
create unique index parcel_tracking on parcel (carrier, tracking_no) where tracking_no is not null;
create index parcel_purchase on parcel (purchase_id);
create index parcel_state on parcel (state, created_at desc, parcel_id desc);
create index parcel_work on parcel (work_at) where work_at is not null;
create index parcel_late on parcel (late_at) where late_at is not null;
create index parcel_poll on parcel (poll_at) where poll_at is not null;
