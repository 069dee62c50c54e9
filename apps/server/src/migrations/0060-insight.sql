-- Why: live figures. Each row is a running sum that the insight consumer moves in the transaction that moves its
-- position, so figures and position always belong together. Everything here can be dropped and summed again from the outbox.

create table insight_campaign (
  campaign_id text primary key,
  -- When the first event of this campaign came: a sale that is joined midway is paced from here.
  counting_since bigint not null,
  visits integer not null default 0,
  visitors integer not null default 0,
  placed integer not null default 0,
  created_fen bigint not null default 0,
  orders integer not null default 0,
  units integer not null default 0,
  paid_fen bigint not null default 0,
  buyers integer not null default 0,
  new_customers integer not null default 0,
  closed integer not null default 0,
  returned_units integer not null default 0,
  refunded_fen bigint not null default 0,
  complaints integer not null default 0
);

create table insight_minute (
  campaign_id text not null,
  minute_at bigint not null,
  visitors integer not null default 0,
  orders integer not null default 0,
  paid_fen bigint not null default 0,
  primary key (campaign_id, minute_at)
);

create table insight_day (
  campaign_id text not null,
  day_at bigint not null,
  visitors integer not null default 0,
  orders integer not null default 0,
  paid_fen bigint not null default 0,
  buyers integer not null default 0,
  new_customers integer not null default 0,
  refunded_fen bigint not null default 0,
  primary key (campaign_id, day_at)
);

create table insight_channel (
  campaign_id text not null,
  channel text not null,
  visitors integer not null default 0,
  orders integer not null default 0,
  paid_fen bigint not null default 0,
  primary key (campaign_id, channel)
);

create table insight_sku (
  campaign_id text not null,
  sku_id text not null,
  units integer not null default 0,
  paid_fen bigint not null default 0,
  returned_units integer not null default 0,
  primary key (campaign_id, sku_id)
);

create table insight_discount (
  campaign_id text not null,
  promotion_id text not null,
  layer text not null,
  funder text not null,
  orders integer not null default 0,
  cost_fen bigint not null default 0,
  primary key (campaign_id, promotion_id, layer, funder)
);

-- Who was counted where, so that distinct people stay distinct. `scope` is visitor or buyer with the kind of bucket.
create table insight_seen (
  campaign_id text not null,
  scope text not null,
  bucket text not null,
  shopper_id text not null,
  primary key (campaign_id, scope, bucket, shopper_id)
);

-- Units held or paid of each counted item, as the events tell it.
create table insight_taken (
  kind text not null check (kind in ('flash', 'sku')),
  id text not null,
  taken integer not null default 0,
  total integer not null default 0,
  sold_out_at bigint,
  primary key (kind, id)
);
create index insight_taken_heat on insight_taken (taken desc);

-- Telemetry: how often an item was refused because nothing was left. Buffered, may lose the last seconds of a crash.
create table insight_refusal (
  kind text not null check (kind in ('flash', 'sku')),
  id text not null,
  refused integer not null default 0,
  last_at bigint not null,
  primary key (kind, id)
);

-- One purchase as the metrics see it. gmv_fen is the buyer's money for goods plus what platform and government pay of the
-- discounts (freight apart); created_fen is the deal price after the item layers.
create view insight_order as
select p.purchase_id, p.shopper_id, p.body->>'campaignId' as campaign_id, p.body->>'channel' as channel, p.kind, p.state,
       p.placed_at, p.paid_at, p.closed_at, p.closed_reason, p.pay_fen, p.refunded_fen,
       l.units, l.returned_units, l.net_fen,
       (l.net_fen + coalesce(a.counted_fen, 0))::bigint as gmv_fen,
       (l.list_fen - coalesce(a.item_fen, 0))::bigint as created_fen
from purchase p
join lateral (
  select sum(quantity)::bigint as units, sum(returned_quantity)::bigint as returned_units,
         sum(net_fen)::bigint as net_fen, sum(list_fen)::bigint as list_fen
  from order_line where order_line.purchase_id = p.purchase_id) l on l.units is not null
left join lateral (
  select sum(fen) filter (where funder in ('platform', 'government')) as counted_fen,
         sum(fen) filter (where layer in ('itemPrice', 'itemCut')) as item_fen
  from order_allocation where order_allocation.purchase_id = p.purchase_id) a on true;
