-- Why: whoever signs in with a passkey is nobody yet when the challenge is drawn.

alter table passkey_challenge alter column shopper_id drop not null;
