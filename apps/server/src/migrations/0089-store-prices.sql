-- Why: the same price online and in stores can only be kept where somebody writes down what the stores ask; a difference
-- that was found is a row with a state, so that it is alarmed once and somebody answers for it.

create table store (
  store_id text primary key,
  name_zh text not null,
  name_en text not null
);

-- What a shelf said on a day; the latest day not after now counts.
create table store_price (
  store_id text not null references store (store_id),
  sku_id text not null,
  seen_on date not null,
  price_fen bigint not null check (price_fen > 0),
  primary key (store_id, sku_id, seen_on)
);

create table price_difference (
  difference_id text primary key,
  campaign_id text not null,
  promotion_id text not null,
  store_id text not null,
  sku_id text not null,
  shop_id text not null,
  online_fen bigint not null,
  store_fen bigint not null,
  seen_on date not null,
  funders jsonb not null,
  -- Since when it was found apart, and when last.
  found_at bigint not null,
  checked_at bigint not null,
  state text not null check (state in ('new', 'acknowledged', 'solved')),
  -- Null where the prices met again by themselves.
  moved_by text,
  moved_at bigint,
  note text
);
-- One open difference of an item in a store.
create unique index price_difference_open on price_difference (store_id, sku_id) where state <> 'solved';
create index price_difference_found on price_difference (campaign_id, found_at desc);
