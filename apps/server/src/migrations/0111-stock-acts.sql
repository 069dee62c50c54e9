-- Why: a person who receives, counts, sets aside, scraps or transfers goods answers for it by name and with a reason, and
-- the same request sent twice does it once.

create table stock_act (
  claim_key text primary key,
  act_id text not null unique,
  body_hash text not null,
  kind text not null check (kind in ('receive', 'count', 'setAside', 'scrap', 'transfer')),
  sku_id text not null,
  changes jsonb not null,
  reason text not null,
  operator_id text not null,
  operator_name text not null,
  at bigint not null
);
create index stock_act_sku on stock_act (sku_id, at desc);
