-- Why: a photo says what words do not. What a shopper adds to a case is encoded anew (nothing of the file itself is kept),
-- sealed under the key of the shopper's person, and erased by a stated rule.

create table case_photo (
  -- Of the purchase and the file's bytes, so that the same file twice is one photo.
  photo_id text primary key,
  purchase_id text not null,
  person_id text not null,
  sealed bytea not null,
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  kept_at bigint not null,
  -- Erased from then on unless a case has it that is open, or ended not long ago.
  erase_at bigint not null
);
create index case_photo_purchase on case_photo (purchase_id);

-- Names of photos, in the order in which they are shown.
alter table return_case add column photos jsonb not null default '[]';
