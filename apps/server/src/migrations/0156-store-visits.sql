-- Why: who looked at an item in a store and buys it online was won by the store. The last link of a store that a shopper opened
-- for an item is remembered; it holds nothing about the person that a visit does not.

create table store_visit (
  shopper_id text not null,
  product_id text not null,
  place_id text not null,
  opened_at bigint not null,
  primary key (shopper_id, product_id)
);

-- A store's purchases are found by its id.
create index purchase_source on purchase ((body->'source'->>'placeId')) where body ? 'source';
