-- Why: the board tells how many pre-sales that were booked by deposit were paid in full. What the consumer has passed
-- already is summed once here, up to its position; from there on it counts as everything else.

alter table insight_campaign
  add column deposits integer not null default 0,
  add column balances integer not null default 0;

update insight_campaign c set deposits = s.deposits, balances = s.balances
from (
  select p.body->>'campaignId' as campaign_id, count(*) filter (where o.type = 'purchase.depositPaid') as deposits,
    count(*) filter (where o.type = 'purchase.paid') as balances
  from presale_deposit d join purchase p using (purchase_id) join outbox o on o.aggregate = d.purchase_id
  where o.type in ('purchase.depositPaid', 'purchase.paid')
    and o.position <= (select position from consumer where name = 'insight')
  group by 1
) s
where c.campaign_id = s.campaign_id;
