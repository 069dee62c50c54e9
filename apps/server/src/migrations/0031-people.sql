-- Why: people come and go. Who has left is disabled, never deleted: editions, switches and acts go on naming them. A
-- session says when and from what it was opened, so that its owner can tell it from another and end it. What operators
-- do to people and to the catalogue is appended to `operator_act`; switches, editions and moves of the clock have
-- records of their own.

alter table operator add column disabled_at_wall bigint;
alter table operator_session add column opened_at_wall bigint;
-- What the browser called itself, shortened.
alter table operator_session add column agent text;

create table operator_act (
  act_id text primary key,
  kind text not null,
  -- Whom or what it was done to.
  subject text not null,
  detail jsonb not null,
  acted_by text not null,
  -- Campaign time, and the wall's.
  at bigint not null,
  at_wall bigint not null
);
create index operator_act_at on operator_act (at, act_id);
