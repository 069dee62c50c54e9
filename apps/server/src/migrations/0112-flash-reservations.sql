-- Why: a flash item can be reserved before its slot: a right to order and a reminder, never a unit, so nothing is counted.

create table flash_reservation (
  activity_id text not null,
  shopper_id text not null,
  starts_at bigint not null,
  reserved_at bigint not null,
  primary key (activity_id, shopper_id)
);
create index flash_reservation_shopper on flash_reservation (shopper_id, starts_at);
