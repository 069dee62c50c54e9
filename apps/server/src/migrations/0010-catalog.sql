-- What is sold: shops that enrol items by consent, brands, categories, products with their skus, what a day's price was,
-- favourites, and the words by which products are found. Amounts are whole fen. Stock is not here: it is counted
-- elsewhere. `catalogue_version` moves with every import, so that a node knows when what it remembers is old.

create table shop (
  shop_id text primary key,
  name_zh text not null,
  name_en text not null,
  intro_zh text not null,
  intro_en text not null,
  -- {baseFen, freeFromFen?, basis, surchargeFenByRegion}; null when the shop leaves it to the plan.
  freight jsonb
);

create table brand (
  brand_id text primary key,
  name_zh text not null,
  name_en text not null
);

create table category (
  category_id text primary key,
  parent_id text references category (category_id),
  name_zh text not null,
  name_en text not null,
  image text not null,
  sort integer not null
);

create table product (
  product_id text primary key,
  shop_id text not null references shop (shop_id),
  category_id text not null references category (category_id),
  brand_id text not null references brand (brand_id),
  title_zh text not null,
  title_en text not null,
  subtitle_zh text not null,
  subtitle_en text not null,
  description_zh text not null,
  description_en text not null,
  tags text[] not null,
  images text[] not null check (cardinality(images) > 0),
  -- [{name: {zh, en}, value: {zh, en}}]
  attributes jsonb not null,
  on_sale_at bigint not null,
  status text not null check (status in ('on', 'off'))
);

create table sku (
  sku_id text primary key,
  product_id text not null references product (product_id),
  place integer not null,
  title_zh text not null,
  title_en text not null,
  list_fen bigint not null,
  cost_fen bigint not null check (cost_fen >= 0),
  floor_fen bigint not null,
  -- Sold before this catalogue kept count.
  sold_before bigint not null check (sold_before >= 0),
  check (cost_fen <= floor_fen and floor_fen <= list_fen and list_fen > 0)
);
create index sku_of_product on sku (product_id, place);

-- A shop's consent that a campaign may discount an item: who said yes, and on which day.
create table enrolment (
  product_id text not null references product (product_id),
  campaign_id text not null,
  consented_on date not null,
  consented_by text not null,
  primary key (product_id, campaign_id)
);

-- One row a local day. `deal_fen` is the lowest price at which it sold that day; null when it did not sell.
create table price_day (
  sku_id text not null references sku (sku_id),
  on_day date not null,
  list_fen bigint not null check (list_fen > 0),
  deal_fen bigint check (deal_fen >= 0),
  primary key (sku_id, on_day)
);

create table favourite (
  shopper_id text not null,
  product_id text not null references product (product_id),
  at bigint not null,
  primary key (shopper_id, product_id)
);
create index favourite_newest on favourite (shopper_id, at desc, product_id);

-- Words are cut by the application (Chinese needs a dictionary); weights: A title, B brand and category, C subtitle,
-- attributes and tags, D single characters and pairs of the title.
create table product_search (
  product_id text primary key references product (product_id),
  words tsvector not null
);
create index product_search_words on product_search using gin (words);

create table catalogue_version (
  id smallint primary key default 1 check (id = 1),
  version bigint not null
);
insert into catalogue_version (version) values (0);

insert into category (category_id, parent_id, name_zh, name_en, image, sort) values
  ('nianhuo', null, '年货', 'New Year goods', '1f9e7', 1),
  ('gifts', null, '礼品', 'Gifts', '1f381', 2),
  ('beauty', null, '美妆个护', 'Beauty', '1f484', 3),
  ('digital', null, '手机数码', 'Digital', '1f4f1', 4),
  ('appliances', null, '家用电器', 'Appliances', '1f4fa', 5),
  ('home', null, '家居家装', 'Home', '1fa91', 6),
  ('mother-baby', null, '母婴', 'Mother and baby', '1f37c', 7),
  ('grain-oil', null, '粮油调味', 'Grain and oil', '1f33e', 8),
  ('fashion', null, '服饰箱包', 'Fashion', '1f457', 9),
  ('designer-toys', null, '潮玩', 'Designer toys', '1f47e', 10),
  ('travel', null, '旅行', 'Travel', '1f9f3', 11),
  ('health-food', null, '健康食品', 'Health food', '1f957', 12),
  ('low-carbon', null, '低碳好物', 'Low-carbon goods', '1f331', 13),
  ('regional', null, '地方特产', 'Regional specialities', '1f3fa', 14);
