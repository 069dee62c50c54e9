-- Why: a plan is published as an edition that never changes: orders, events and figures name one. What the night
-- decides (stop a promotion, open it again) is a switch beside the edition, never an edit of it; switches are appended.

create table edition (
  edition_id text primary key,
  campaign_id text not null,
  edition_no integer not null check (edition_no >= 1),
  -- The file as it was published, comments and all.
  yaml text not null,
  -- The parsed plan: amounts in fen, rates in basis points, dates as written. `format` says how to read it.
  plan jsonb not null,
  format integer not null,
  -- SHA-256 of the parsed plan with sorted keys: two files that mean the same have the same hash.
  hash text not null,
  -- What differs from the edition before, by path.
  changes jsonb not null,
  -- Warnings of the check; a plan with errors is not published.
  findings jsonb not null,
  precedence integer not null,
  starts_at bigint not null,
  ends_at bigint not null check (ends_at > starts_at),
  -- Campaign time.
  published_at bigint not null,
  published_by text not null,
  unique (campaign_id, edition_no)
);

create table switch (
  switch_id text primary key,
  kind text not null check (kind in ('stopPromotion')),
  campaign_id text not null,
  target text not null,
  is_on boolean not null,
  reason text not null,
  thrown_at bigint not null,
  thrown_by text not null
);
create index switch_by_target on switch (kind, campaign_id, target, thrown_at);
