-- Why: what sellers owed on top was only written down before transfers were sent, so nobody was to send it. Every row that
-- is not paid has its work from now on: what had none is due at once, and what counts as done without being paid is not.

insert into due (kind, key, at, payload, next_at)
select 'presale.payout', purchase_id, owed_at, jsonb_build_object('purchaseId', purchase_id), owed_at
from presale_payout where paid_at is null
on conflict (kind, key) do update set state = 'waiting', next_at = excluded.next_at, attempts = 0, last_error = null
where due.state = 'done';
