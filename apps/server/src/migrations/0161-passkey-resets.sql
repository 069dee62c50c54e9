-- Why: who lost every passkey and has no number that could get a code makes no risky payment. Support may reset the passkeys;
-- it takes effect days later, so that the owner can stop it. All instants are of the wall clock.

create table passkey_reset (
  reset_id text primary key,
  shopper_id text not null,
  -- An operator's name.
  asked_by text not null,
  reason text not null,
  asked_at_wall bigint not null,
  -- From then on, passkeys that were there when it was asked for confirm nothing.
  effective_at_wall bigint not null,
  stopped_at_wall bigint,
  -- `shopper`, `passkey` (one was used, so not all are lost), or `operator`.
  stopped_by text check (stopped_by in ('shopper', 'passkey', 'operator')),
  check ((stopped_at_wall is null) = (stopped_by is null))
);
create index passkey_reset_shopper on passkey_reset (shopper_id, asked_at_wall);
