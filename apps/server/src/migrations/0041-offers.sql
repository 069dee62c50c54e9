-- Why: flash activities made from an edition, and who has used how much of a limit. A new edition may change an
-- activity's terms, never its held and sold counts.

create table activity (
  activity_id text primary key,
  campaign_id text not null,
  edition_id text not null,
  promotion_id text not null,
  sku_id text not null,
  starts_at bigint not null,
  ends_at bigint not null,
  stock_total integer not null check (stock_total >= 0),
  per_person_max integer not null,
  hold_ms bigint not null,
  held integer not null default 0 check (held >= 0),
  sold integer not null default 0 check (sold >= 0),
  check (held + sold <= stock_total)
);
create index activity_window on activity (campaign_id, starts_at);

-- One row for each (limit, kind of key, keyed hash); held + used is what counts, what came back is neither.
create table limit_use (
  limit_key text primary key,
  held integer not null default 0 check (held >= 0),
  used integer not null default 0 check (used >= 0)
);
