-- Why: the second half of a double return is sent as a transfer, and once: the row says when the bank had it.

alter table presale_payout add column paid_at bigint;
