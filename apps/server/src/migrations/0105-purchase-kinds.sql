-- Why: purchases of every kind whose life is known (pre-sale, group, gift beside ordinary and flash), and the two states
-- that a pre-sale can be in: its deposit paid, and its deposit forfeited.

alter table purchase drop constraint purchase_kind_check;
alter table purchase add constraint purchase_kind_check check (kind in ('ordinary', 'flash', 'presale', 'group', 'gift'));
alter table purchase drop constraint purchase_state_check;
alter table purchase add constraint purchase_state_check
  check (state in ('held', 'depositPaid', 'paid', 'closed', 'forfeited', 'refunded'));
