-- Why: a check may be passed by passkey, may be of a session (before passkeys are added or removed), and stays good for
-- another try of the same payment.

alter table payment_check
  add column way text not null default 'sms' check (way in ('passkey', 'sms')),
  -- Whom the payment was to be made with when the check was asked for.
  add column method text,
  -- Set where it is no payment that is checked: SHA-256 of the session's token.
  add column session_hash bytea,
  -- How many charges it let through, one after the other; `payment_id` is the last.
  add column charges integer not null default 0,
  alter column purchase_id drop not null,
  alter column stage drop not null,
  alter column amount_fen drop not null,
  alter column phone_key drop not null,
  alter column sealed_phone drop not null,
  alter column code_hash drop not null,
  add constraint payment_check_of check (
    (session_hash is null) = (purchase_id is not null and stage is not null and amount_fen is not null)
  ),
  add constraint payment_check_code check (
    way = 'passkey' or (phone_key is not null and sealed_phone is not null and code_hash is not null)
  );
