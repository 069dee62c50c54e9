-- Why: in a demonstration campaign time can be moved on by hand. The stretch that was skipped was never sold in, so pace
-- and forecasts leave it out; and who moved the clock, when and how far must be known afterwards.

create table clock_move (
  move_id text primary key,
  -- Campaign time before and after.
  from_at bigint not null,
  to_at bigint not null check (to_at >= from_at),
  moved_by text not null,
  moved_at_wall bigint not null,
  -- Units of the delivery that came with it.
  delivered_units integer not null default 0 check (delivered_units >= 0)
);
create index clock_move_from on clock_move (from_at);
