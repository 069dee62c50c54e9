-- Why: a shopper's fingerprint, face or device PIN confirms what a code by text message confirmed alone. Only the public half
-- of a passkey is kept; each challenge is drawn for one shopper and one purpose, and is gone with its first answer.

create table passkey (
  passkey_id text primary key,
  shopper_id text not null,
  -- As its authenticator names it, base64url; no two accounts share one.
  credential_id text not null unique,
  -- The site that it was made for: under another name browsers do not offer it.
  rp_id text not null,
  public_key bytea not null,
  -- What the authenticator last counted; many count nothing and say 0.
  counter bigint not null,
  transports text[] not null,
  backed_up boolean not null,
  -- Sealed under the key of the shopper's person.
  sealed_name text not null,
  created_at_wall bigint not null,
  last_used_at_wall bigint
);
create index passkey_shopper on passkey (shopper_id, created_at_wall);

create table passkey_challenge (
  challenge text primary key,
  shopper_id text not null,
  -- What exactly it lets happen: that a passkey is added, or one check passed, with all that the check is about.
  purpose text not null,
  expires_at_wall bigint not null
);
create index passkey_challenge_expiry on passkey_challenge (expires_at_wall);

-- When whoever holds the session last showed that the account is theirs.
alter table shopper_session add column proven_at_wall bigint;
